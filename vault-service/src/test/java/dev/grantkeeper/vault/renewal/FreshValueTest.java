package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.vault.connection.Scheduling;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshValueTest {

    private static final Instant LEASED = Instant.parse("2030-01-01T00:00:00Z");
    private static final Optional<Duration> STATED = Optional.of(Duration.ofSeconds(600));
    private static final Optional<Duration> LAST_SEEN = Optional.of(Duration.ofSeconds(900));
    private static final Optional<Duration> UNSTATED = Optional.empty();
    private static final ProviderSettings PROVIDER = ProviderSettings.builder(URI.create("https://p.example/token"))
            .defaultLifetime(Duration.ofSeconds(1200))
            .build(UrlPolicy.HTTPS_ONLY);

    @Test
    void of_lifetime_isStatedElseLastSeenElseTheProvidersDefault() {
        assertThat(value(STATED, LAST_SEEN).lifetime()).isEqualTo(Duration.ofSeconds(600));
        assertThat(value(UNSTATED, LAST_SEEN).lifetime()).isEqualTo(Duration.ofSeconds(900));
        assertThat(value(UNSTATED, UNSTATED).lifetime()).isEqualTo(Duration.ofSeconds(1200));
    }

    @Test
    void of_times_countFromTheLease() {
        assertThat(value(STATED, LAST_SEEN).obtained())
                .isEqualTo(new Scheduling.Obtained(
                        LEASED, Duration.ofSeconds(600), true, Optional.of(Duration.ofDays(90))));
    }

    @Test
    void of_sameRefreshToken_isNoneOfItsOwn() {
        var value = FreshValue.of(answer(STATED, Optional.empty()), false, held(LAST_SEEN), PROVIDER, LEASED);
        assertThat(value.refresh()).isEmpty();
        assertThat(value.obtained().replaced()).isFalse();
    }

    @Test
    void of_scopes_areStatedElseThoseHeld() {
        assertThat(value(STATED, LAST_SEEN).scopes()).containsExactly("held");
        assertThat(FreshValue.of(
                                answer(STATED, Optional.of(List.of("stated"))), true, held(LAST_SEEN), PROVIDER, LEASED)
                        .scopes())
                .containsExactly("stated");
    }

    @Test
    void packed_andUnpacked_isTheSame() {
        var value = value(STATED, LAST_SEEN);
        assertThat(FreshValue.unpacked(value.packed(), LEASED)).isEqualTo(value);
        var least = new FreshValue(value.access(), Optional.empty(), List.of(), value.lifetime(), UNSTATED, LEASED);
        assertThat(FreshValue.unpacked(least.packed(), LEASED)).isEqualTo(least);
    }

    @Test
    void toString_value_isNotShown() {
        assertThat(value(STATED, LAST_SEEN)).hasToString("FreshValue[redacted]");
    }

    private static FreshValue value(Optional<Duration> stated, Optional<Duration> lastSeen) {
        return FreshValue.of(answer(stated, Optional.empty()), true, held(lastSeen), PROVIDER, LEASED);
    }

    private static FreshValue.Held held(Optional<Duration> lifetime) {
        return new FreshValue.Held(List.of("held"), lifetime);
    }

    private static Outcome.Renewed answer(Optional<Duration> lifetime, Optional<List<String>> scopes) {
        return new Outcome.Renewed(
                Token.of("access"),
                Optional.of(Token.of("refresh")),
                lifetime,
                scopes,
                Optional.of(Duration.ofDays(90)));
    }
}
