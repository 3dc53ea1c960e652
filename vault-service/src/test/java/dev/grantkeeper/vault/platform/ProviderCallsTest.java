package dev.grantkeeper.vault.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.catalogue.Catalogue;
import dev.grantkeeper.vault.TestIssuer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderCallsTest {

    private static final String NETWORKS = "grantkeeper.access.issuer-networks";
    private static final String TEMPLATES = "grantkeeper.providers.templates";
    private static final String ACME = """
            template: acme
            name: Acme
            category: crm
            documents:
              - {url: "https://acme.example/docs", read: 2026-11-24, says: everything}
            developer:
              steps: [Register an app.]
            settings:
              authorization_url: https://acme.example/authorize
              token_url: https://acme.example/token
            """;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final TestIssuer issuer = TestIssuer.start();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final EgressMetrics metrics = new EgressMetrics(meters);

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

    @Test
    void refusals_areCountedByKindAndByWhomWasCalled() throws Exception {
        fetched(URI.create("http://127.0.0.1:1/keys"), UrlPolicy.HTTPS_ONLY, Map.of());
        fetched(URI.create("https://127.0.0.1:1/keys"), UrlPolicy.HTTPS_ONLY, Map.of(NETWORKS, "10.0.0.0/8"));
        try (var provider = provider(Map.of())) {
            document(provider, URI.create("https://127.0.0.1:1/keys"));
        }

        assertThat(refused("scheme", "issuer")).isOne();
        assertThat(refused("address", "issuer")).isOne();
        assertThat(refused("address", "provider")).isOne();
        assertThat(refused("overdue", "provider")).isZero();
        assertThat(refused("too_large", "issuer")).isZero();
    }

    @Test
    void proxy_malformed_isRefusedNamingTheProperty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(Map.of("grantkeeper.providers.proxy", "proxy.internal")))
                .withMessageStartingWith("grantkeeper.providers.proxy must be host:port");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(Map.of("grantkeeper.providers.proxy-password", "word")))
                .withMessageContaining("grantkeeper.providers.proxy-user");
    }

    @Test
    void provider_withAProxy_isCalledThroughIt() throws Exception {
        var asked = new AtomicReference<String>();
        var proxy = vertx.createNetServer()
                .connectHandler(client -> client.handler(head -> {
                    asked.set(head.toString());
                    client.close();
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        var here = Map.of(
                "grantkeeper.providers.proxy",
                "127.0.0.1:" + proxy.actualPort(),
                "grantkeeper.providers.allowed-networks",
                "10.20.0.0/16");
        try (var provider = provider(here)) {
            assertThat(document(provider, URI.create("https://10.20.0.1:8443/metadata")))
                    .isEqualTo("connect_failed");
        }

        assertThat(asked.get()).startsWith("CONNECT 10.20.0.1:8443 HTTP/1.1\r\n");
    }

    @Test
    void templates_folderOfTheOperators_addsToThoseThatComeAlong() throws Exception {
        Files.writeString(folder.resolve("acme.yaml"), ACME);

        assertThat(catalogue(Map.of()).find("acme")).isEmpty();
        assertThat(catalogue(Map.of(TEMPLATES, folder.toString())).find("acme")).isPresent();
        assertThat(catalogue(Map.of(TEMPLATES, folder.toString())).find("google"))
                .isPresent();
    }

    @Test
    void templates_faultyFile_isRefusedNamingFileAndLine() throws Exception {
        var file = Files.writeString(folder.resolve("acme.yaml"), ACME.replace("category: crm", "category: cars"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalogue(Map.of(TEMPLATES, folder.toString())))
                .withMessageStartingWith(file + ":3: category must be one of");
    }

    private static Catalogue catalogue(Map<String, String> properties) {
        return new ProviderCalls().catalogue(mapped(ProviderCalls.Config.class, properties));
    }

    private double refused(String kind, String to) {
        return meters.get("grantkeeper.egress.refused")
                .tags("kind", kind, "to", to)
                .counter()
                .count();
    }

    private String fetched(URI url, UrlPolicy urls, Map<String, String> properties) throws Exception {
        try (var client = client(urls, properties)) {
            return document(client, url);
        }
    }

    private static String document(TokenClient client, URI url) throws Exception {
        return client.document(url)
                .map(keys -> "fetched")
                .otherwise(Throwable::getMessage)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private TokenClient client(UrlPolicy urls, Map<String, String> properties) {
        var config = mapped(ProviderCalls.IssuerConfig.class, properties);
        return new ProviderCalls().issuerClient(vertx, urls, config, metrics, InstantSource.system());
    }

    private TokenClient provider(Map<String, String> properties) {
        var config = mapped(ProviderCalls.Config.class, properties);
        return new ProviderCalls().tokenClient(vertx, UrlPolicy.HTTPS_ONLY, config, metrics, InstantSource.system());
    }

    private static <T> T mapped(Class<T> config, Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(config)
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(config);
    }
}
