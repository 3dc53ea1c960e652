package dev.grantkeeper.system.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.system.caller.Looked;
import dev.grantkeeper.system.caller.Lookup;
import dev.grantkeeper.system.fleet.AtProvider;
import dev.grantkeeper.system.platform.MachineClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SteadyTest {

    private static final Duration SHORTLY = Duration.ofNanos(1);

    @Test
    void lookUp_goodValue_isCounted() {
        var seen = steady(served(Duration.ofSeconds(4)), true).lookUp("token", SHORTLY);

        assertThat(seen.lookups()).isEqualTo(1);
        assertThat(seen.closest()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
        assertThat(seen.last().generation()).isEqualTo(7);
    }

    @Test
    void lookUp_valueThatTheServerCallsInactive_isAFault() {
        assertThatThrownBy(() -> steady(served(Duration.ofSeconds(4)), false).lookUp("token", SHORTLY))
                .hasMessageStartingWith("lookup 1 served generation 7, which fake calls inactive");
    }

    @Test
    void lookUp_valuePastItsEnd_isAFault() {
        assertThatThrownBy(() -> steady(served(Duration.ofSeconds(-1)), true).lookUp("token", SHORTLY))
                .hasMessageStartingWith("lookup 1 served a value that expired");
    }

    @Test
    void lookUp_refusal_isAFault() {
        var refused = new Looked.Refused("AUTH_REQUIRED", Map.of("cause", "grant_revoked"));

        assertThatThrownBy(() -> steady(refused, true).lookUp("token", SHORTLY))
                .hasMessage("lookup 1 was refused: AUTH_REQUIRED {cause=grant_revoked}");
    }

    private static Looked served(Duration left) {
        return new Looked.Served(
                "id", "value", "user:ada", MachineClock.get().instant().plus(left), 7);
    }

    private static Steady steady(Looked answer, boolean active) {
        return new Steady(new Always(answer), new Fake(active));
    }

    private record Always(Looked answer) implements Lookup {

        @Override
        public Looked user(String executionToken) {
            return answer;
        }

        @Override
        public Looked workspace(String executionToken) {
            return answer;
        }

        @Override
        public String protocol() {
            return "none";
        }
    }

    private record Fake(boolean active) implements AuthorizationServer {

        @Override
        public Particulars particulars() {
            return new Particulars(
                    "fake",
                    new Registration("app", "client", "secret"),
                    URI.create("http://127.0.0.1:1"),
                    List.of(),
                    Duration.ofSeconds(10),
                    new Ways("", "", ""));
        }

        @Override
        public AtProvider person() {
            return (request, member) -> request;
        }

        @Override
        public boolean isActive(String accessToken) {
            return active;
        }

        @Override
        public List<String> presented() {
            return List.of();
        }

        @Override
        public void endGrant() {}

        @Override
        public boolean isRevoked(String accessToken) {
            return !active;
        }

        @Override
        public void close() {}
    }
}
