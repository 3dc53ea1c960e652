package dev.grantkeeper.worker.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grantkeeper.oauth2.UrlPolicy;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    private static final String NETWORKS = "grantkeeper.worker.vault.issuer-networks";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void issuer_networksUnstated_mayBeAnywhere() throws Exception {
        assertThat(called(Map.of())).isEqualTo("connect_failed");
    }

    @Test
    void issuer_besidesTheNetworksStated_isNotCalled() throws Exception {
        assertThat(called(Map.of(NETWORKS, "10.0.0.0/8"))).isEqualTo("address_not_allowed");
    }

    @Test
    void issuerNetwork_malformed_isRefusedNamingTheProperty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> called(Map.of(NETWORKS, "10.0.0.1/8")))
                .withMessageStartingWith(NETWORKS);
    }

    private String called(Map<String, String> properties) throws Exception {
        var config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(ProviderConfig.class)
                .withMapping(Providers.IssuerConfig.class)
                .withDefaultValues(properties)
                .build();
        try (var issuer = new Providers()
                .toIssuer(
                        vertx,
                        config.getConfigMapping(ProviderConfig.class),
                        config.getConfigMapping(Providers.IssuerConfig.class),
                        UrlPolicy.HTTPS_ONLY,
                        InstantSource.system())) {
            return issuer.document(URI.create("https://127.0.0.1:1/keys"))
                    .map(keys -> "fetched")
                    .otherwise(Throwable::getMessage)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        }
    }
}
