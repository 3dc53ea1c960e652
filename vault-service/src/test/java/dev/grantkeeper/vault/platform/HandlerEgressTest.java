package dev.grantkeeper.vault.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.egress.ClientCertificate;
import dev.grantkeeper.oauth2.egress.Egress;
import dev.grantkeeper.oauth2.egress.Reply;
import dev.grantkeeper.oauth2.egress.Request;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandlerEgressTest {

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void handlers_ofProvidersNetworks_areNotCalledThere() {
        var providers = Map.of("grantkeeper.providers.allowed-networks", "127.0.0.0/8");

        assertThat(called(providers)).isInstanceOf(Reply.Forbidden.class);
        assertThat(meters.counter("grantkeeper.egress.refused", "kind", "address", "to", "handler")
                        .count())
                .isOne();
    }

    @Test
    void handlers_ofTheirOwnNetworks_areCalled() {
        assertThat(called(Map.of("grantkeeper.hooks.allowed-networks", "127.0.0.0/8")))
                .isEqualTo(new Reply.NotSent("connect_failed"));
    }

    @Test
    void network_malformed_isRefusedNamingTheProperty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> egress(Map.of("grantkeeper.hooks.allowed-networks", "10.0.0.1/8")))
                .withMessageStartingWith("grantkeeper.hooks.allowed-networks");
    }

    private Reply called(Map<String, String> settings) {
        try (var egress = egress(settings)) {
            return egress.send(new Question(), Duration.ofSeconds(3), Duration.ofSeconds(10))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    private Egress egress(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder()
                .withMapping(HandlerEgress.Config.class)
                .withMapping(ProviderCalls.Config.class);
        settings.forEach(builder::withDefaultValue);
        var config = builder.build();
        return new HandlerEgress()
                .egress(
                        vertx,
                        UrlPolicy.HTTPS_ONLY,
                        config.getConfigMapping(HandlerEgress.Config.class),
                        config.getConfigMapping(ProviderCalls.Config.class),
                        new EgressMetrics(meters));
    }

    private record Question() implements Request {

        @Override
        public HttpMethod method() {
            return HttpMethod.POST;
        }

        @Override
        public URI url() {
            return URI.create("https://127.0.0.1:1/hook");
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public String body() {
            return "{}";
        }

        @Override
        public Optional<ClientCertificate> certificate() {
            return Optional.empty();
        }
    }
}
