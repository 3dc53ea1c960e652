package dev.grantkeeper.worker.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.UrlPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    private static final String NETWORKS = "grantkeeper.worker.vault.issuer-networks";
    private static final String PROXY = "grantkeeper.worker.provider.proxy";

    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final EgressMetrics metrics = new EgressMetrics(meters);

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

    @Test
    void refusal_isCountedByKindAndByWhomWasCalled() throws Exception {
        called(Map.of(NETWORKS, "10.0.0.0/8"));

        try (var provider = provider(Map.of())) {
            assertThat(refused("issuer")).isOne();
            assertThat(refused("provider")).isZero();
            document(provider);
        }
        assertThat(refused("provider")).isOne();
    }

    @Test
    void proxy_malformed_isRefusedNamingTheProperty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(Map.of(PROXY, "proxy.internal")))
                .withMessageStartingWith(PROXY + " must be host:port");
    }

    @Test
    void provider_withAProxyThatIsAway_isNotCalledDirectly() throws Exception {
        var here = Map.of(PROXY, "127.0.0.1:1", "grantkeeper.worker.provider.allowed-networks", "127.0.0.0/8");
        var called = new AtomicInteger();
        var direct = vertx.createNetServer()
                .connectHandler(client -> called.incrementAndGet())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        try (var provider = provider(here)) {
            assertThat(document(provider, direct.actualPort())).isEqualTo("connect_failed");
        }

        assertThat(called).hasValue(0);
    }

    private double refused(String to) {
        return meters.get("grantkeeper.egress.refused")
                .tags("kind", "address", "to", to)
                .counter()
                .count();
    }

    private String called(Map<String, String> properties) throws Exception {
        var config = config(properties);
        try (var issuer = new Providers()
                .toIssuer(
                        vertx,
                        config.getConfigMapping(ProviderConfig.class),
                        config.getConfigMapping(Providers.IssuerConfig.class),
                        UrlPolicy.HTTPS_ONLY,
                        metrics,
                        InstantSource.system())) {
            return document(issuer);
        }
    }

    private TokenClient provider(Map<String, String> properties) {
        return new Providers()
                .toProviders(
                        vertx,
                        config(properties).getConfigMapping(ProviderConfig.class),
                        UrlPolicy.HTTPS_ONLY,
                        metrics,
                        InstantSource.system());
    }

    private static String document(TokenClient client) throws Exception {
        return document(client, 1);
    }

    private static String document(TokenClient client, int port) throws Exception {
        return client.document(URI.create("https://127.0.0.1:" + port + "/keys"))
                .map(keys -> "fetched")
                .otherwise(Throwable::getMessage)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(ProviderConfig.class)
                .withMapping(Providers.IssuerConfig.class)
                .withDefaultValues(properties)
                .build();
    }
}
