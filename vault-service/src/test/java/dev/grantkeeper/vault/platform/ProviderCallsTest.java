package dev.grantkeeper.vault.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.vault.TestIssuer;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderCallsTest {

    private static final String NETWORKS = "grantkeeper.access.issuer-networks";

    private final Vertx vertx = Vertx.vertx();
    private final TestIssuer issuer = TestIssuer.start();

    @AfterEach
    void close() {
        issuer.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void issuer_networksUnstated_mayBeAnywhere() throws Exception {
        var unreachable = URI.create("https://127.0.0.1:1/keys");

        assertThat(fetched(unreachable, UrlPolicy.HTTPS_ONLY, Map.of())).isEqualTo("connect_failed");
        assertThat(fetched(issuer.jwksUrl(), UrlPolicy.LOOPBACK_HTTP, Map.of())).isEqualTo("fetched");
    }

    @Test
    void issuer_besidesTheNetworksStated_isNotCalled() throws Exception {
        var private10 = Map.of(NETWORKS, "10.0.0.0/8");

        assertThat(fetched(URI.create("https://127.0.0.1:1/keys"), UrlPolicy.HTTPS_ONLY, private10))
                .isEqualTo("address_not_allowed");
        assertThat(fetched(issuer.jwksUrl(), UrlPolicy.LOOPBACK_HTTP, private10))
                .isEqualTo("fetched");
    }

    @Test
    void issuerNetwork_malformed_isRefusedNamingTheProperty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client(UrlPolicy.HTTPS_ONLY, Map.of(NETWORKS, "10.0.0.1/8")))
                .withMessageStartingWith(NETWORKS);
    }

    private String fetched(URI url, UrlPolicy urls, Map<String, String> properties) throws Exception {
        try (var client = client(urls, properties)) {
            return client.document(url)
                    .map(keys -> "fetched")
                    .otherwise(Throwable::getMessage)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private TokenClient client(UrlPolicy urls, Map<String, String> properties) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(ProviderCalls.IssuerConfig.class)
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(ProviderCalls.IssuerConfig.class);
        return new ProviderCalls().issuerClient(vertx, urls, config, InstantSource.system());
    }
}
