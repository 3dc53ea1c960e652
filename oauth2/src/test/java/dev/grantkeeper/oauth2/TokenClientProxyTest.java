package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.LoopbackProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.egress.AddressRules;
import dev.grantkeeper.oauth2.egress.ConnectProxy;
import dev.grantkeeper.oauth2.egress.EgressProxy;
import dev.grantkeeper.oauth2.egress.Network;
import dev.grantkeeper.oauth2.egress.TinyDns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a proxy the rules are the same: it is asked for nothing but checked addresses. */
class TokenClientProxyTest {
    private static final String NAME = "behind-a-proxy.provider.example";
    private static final String ADDRESS = "127.0.0.2";
    private static final Optional<String> UNSTATED = Optional.empty();
    private static final ClientIdentity CLIENT = new ClientIdentity("the-client", Optional.of(Token.of("the-secret")));
    private static LocalhostCertificate certificate;

    private TinyDns dns;
    private Vertx vertx;
    private ConnectProxy proxy;
    private LoopbackProvider provider;

    @BeforeAll
    static void generate(@TempDir Path folder) throws Exception {
        certificate = LocalhostCertificate.generate(folder, NAME);
        certificate.trust();
    }

    @BeforeEach
    void start() throws Exception {
        dns = new TinyDns();
        dns.answer(NAME, () -> List.of(ADDRESS));
        dns.answer("metadata.internal", () -> List.of("169.254.169.254"));
        vertx = Vertx.vertx(new VertxOptions().setAddressResolverOptions(dns.resolver()));
        proxy = new ConnectProxy(vertx);
        provider = LoopbackProvider.answeringOverTlsAt(
                vertx, ADDRESS, certificate.options(), json(200, "{\"access_token\":\"at-1\"}"));
    }

    @AfterEach
    void stop() throws Exception {
        provider.close();
        proxy.close();
        await(vertx.close());
        dns.close();
    }

    @AfterAll
    static void distrust() {
        LocalhostCertificate.distrust();
    }

    @Test
    void call_throughAProxy_connectsToTheCheckedAddressAndKeepsTheName() throws Exception {
        assertThat(refresh(url(NAME), UNSTATED, UNSTATED)).isInstanceOf(Outcome.Renewed.class);

        assertThat(proxy.heads()).singleElement().satisfies(head -> assertThat(head)
                .startsWith("CONNECT " + ADDRESS + ":" + provider.port() + " HTTP/1.1\r\n")
                .doesNotContain(NAME)
                .doesNotContainIgnoringCase("proxy-authorization")
                .doesNotContain("the-secret"));
        assertThat(dns.questions(NAME)).isOne();
        assertThat(provider.onlyRequest().serverName()).isEqualTo(NAME);
        assertThat(provider.onlyRequest().headers().get("Host")).isEqualTo(NAME + ":" + provider.port());
    }

    @Test
    void call_credentialsStated_areShownToTheProxyAlone() throws Exception {
        assertThat(refresh(url(NAME), Optional.of("vault"), Optional.of("secret of it")))
                .isInstanceOf(Outcome.Renewed.class);

        // vault:secret of it
        assertThat(proxy.heads().get(0).lines())
                .anyMatch(line -> line.equalsIgnoreCase("proxy-authorization: Basic dmF1bHQ6c2VjcmV0IG9mIGl0"));
        assertThat(provider.onlyRequest().headers().names())
                .noneMatch(name -> name.equalsIgnoreCase("proxy-authorization"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:8443/token",
                "https://10.1.2.3/token",
                "https://[::ffff:a9fe:a9fe]/token",
                "https://169.254.169.254/token"
            })
    void call_forbiddenAddress_isRefusedBeforeTheProxySeesIt(String url) throws Exception {
        assertThat(refresh(URI.create(url), UNSTATED, UNSTATED))
                .isEqualTo(new Outcome.Misconfigured("address_not_allowed"));
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void call_nameOfAForbiddenAddress_isRefusedBeforeTheProxySeesIt() throws Exception {
        assertThat(refresh(url("metadata.internal"), UNSTATED, UNSTATED))
                .isEqualTo(new Outcome.Transient("address_not_allowed", true));
        assertThat(proxy.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden", "407 Proxy Authentication Required", "502 Bad Gateway", "200"})
    void call_proxyRefuses_isNotSent(String answer) throws Exception {
        proxy.refuse(answer);

        assertThat(refresh(url(NAME), UNSTATED, UNSTATED)).isEqualTo(new Outcome.Transient("connect_failed", true));
        assertThat(provider.received()).isEmpty();
    }

    @Test
    void call_proxySilent_isGivenUpUnsent() throws Exception {
        proxy.refuse("silence");

        assertThat(refresh(url(NAME), UNSTATED, UNSTATED)).isEqualTo(new Outcome.Transient("connect_timeout", true));
    }

    @Test
    void call_proxyAway_isNotSentAndDoesNotGoDirectly() throws Exception {
        int port = proxy.port();
        proxy.close();

        assertThat(refresh(options("127.0.0.1:" + port, UNSTATED, UNSTATED), url(NAME)))
                .isEqualTo(new Outcome.Transient("connect_failed", true));
        assertThat(provider.received()).isEmpty();
    }

    @Test
    void call_byPlainHttpToThisMachine_doesNotLeaveIt() throws Exception {
        try (var here = LoopbackProvider.answeringAt(vertx, ADDRESS, json(200, "{\"access_token\":\"at-1\"}"))) {
            assertThat(refresh(here.url("/token"), UNSTATED, UNSTATED)).isInstanceOf(Outcome.Renewed.class);
            assertThat(proxy.connections()).isZero();
        }
    }

    private URI url(String host) {
        return URI.create("https://" + host + ":" + provider.port() + "/token");
    }

    private Outcome refresh(URI url, Optional<String> user, Optional<String> password) throws Exception {
        return refresh(options("127.0.0.1:" + proxy.port(), user, password), url);
    }

    /** To where the provider is, and nowhere else on this machine. */
    private static TokenClientOptions options(String proxy, Optional<String> user, Optional<String> password) {
        return new TokenClientOptions(
                        UrlPolicy.LOOPBACK_HTTP,
                        new AddressRules(false, List.of(Network.of(ADDRESS + "/32"))),
                        Duration.ofMillis(800),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        64 * 1024,
                        10)
                .through(EgressProxy.of("proxy", Optional.of(proxy), user, password));
    }

    private Outcome refresh(TokenClientOptions options, URI url) throws Exception {
        var settings = ProviderSettings.builder(url).build(UrlPolicy.LOOPBACK_HTTP);
        try (var tokens = new TokenClient(vertx, options, InstantSource.system())) {
            return await(tokens.renew(settings, CLIENT, Optional.of(Token.of("rt-0")), List.of())
                    .settled());
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
