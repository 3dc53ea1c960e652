package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.FormEncoding.decode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.egress.ConnectProxy;
import dev.grantkeeper.oauth2.egress.EgressProxy;
import dev.grantkeeper.testkit.SelfSigned;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that lets nobody in who shows no certificate it knows (RFC 8705 section 2). */
class MutualTlsTest {
    private static LocalhostCertificate certificate;
    private static SelfSigned app;
    private static SelfSigned anotherApp;
    private static SelfSigned stranger;

    private record Received(String path, String subject, Map<String, String> form, String authorization) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private HttpServer provider;
    private TokenClient tokens;

    @BeforeAll
    static void generate(@TempDir Path folder) {
        certificate = LocalhostCertificate.generate(folder);
        certificate.trust();
        app = SelfSigned.generate(folder, "app", "-keyalg", "EC");
        anotherApp = SelfSigned.generate(folder, "another-app", "-keyalg", "RSA", "-keysize", "2048");
        stranger = SelfSigned.generate(folder, "stranger", "-keyalg", "EC");
    }

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        var known = new PemTrustOptions()
                .addCertValue(Buffer.buffer(app.certificate()))
                .addCertValue(Buffer.buffer(anotherApp.certificate()));
        var options = new HttpServerOptions()
                .setHost("localhost")
                .setPort(0)
                .setSsl(true)
                .setKeyCertOptions(certificate.options())
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(known);
        provider = await(vertx.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.add(record(request, body));
                    request.response()
                            .putHeader("Content-Type", "application/json")
                            .end("{\"access_token\":\"at-1\"}");
                }))
                .listen());
        tokens = client(Optional.empty());
    }

    @AfterEach
    void stop() throws Exception {
        tokens.close();
        await(provider.close());
        await(vertx.close());
    }

    @AfterAll
    static void distrust() {
        LocalhostCertificate.distrust();
    }

    @Test
    void mtls_everyRequest_showsTheCertificateAndTheClientIdAndNoSecret() throws Exception {
        var client = identity(app);
        var callback = URI.create("https://vault.example/callback");

        assertThat(await(tokens.exchangeCode(
                        settings(), client, new CodeGrant(Token.of("the-code"), callback, Optional.empty()))))
                .isInstanceOf(Outcome.Renewed.class);
        assertThat(refresh(client)).isInstanceOf(Outcome.Renewed.class);
        assertThat(await(tokens.renew(clientsOwn(), client, Optional.empty(), List.of())
                        .settled()))
                .isInstanceOf(Outcome.Renewed.class);
        assertThat(await(tokens.revoke(settings(), client, Token.of("rt-0"), TokenType.REFRESH_TOKEN)))
                .isEqualTo(Revocation.REVOKED);

        assertThat(received).hasSize(4).allSatisfy(request -> {
            assertThat(request.subject()).isEqualTo("CN=app");
            assertThat(request.form()).containsEntry("client_id", "the-client").doesNotContainKey("client_secret");
            assertThat(request.authorization()).isNull();
        });
        assertThat(received).noneMatch(request -> request.form().toString().contains("BEGIN"));
    }

    @Test
    void mtls_appsAtOnce_eachShowsItsOwn() throws Exception {
        var calls = IntStream.range(0, 20)
                .mapToObj(i -> tokens.renew(
                                settings(),
                                identity(i % 2 == 0 ? app : anotherApp),
                                Optional.of(Token.of("rt-" + i)),
                                List.of())
                        .settled())
                .toList();
        for (Future<Outcome> call : calls) {
            assertThat(await(call)).isInstanceOf(Outcome.Renewed.class);
        }

        assertThat(received).hasSize(20).allSatisfy(request -> assertThat(request.subject())
                .isEqualTo(
                        Integer.parseInt(request.form().get("refresh_token").substring(3)) % 2 == 0
                                ? "CN=app"
                                : "CN=another-app"));
    }

    @Test
    void mtls_afterAnotherAppsCall_nobodyElseGoesByItsCertificate() throws Exception {
        refresh(identity(app));
        var secretless = ProviderSettings.builder(url())
                .clientAuthentication(ClientAuthentication.NONE)
                .build(UrlPolicy.LOOPBACK_HTTP);

        var outcome = await(tokens.renew(
                        secretless,
                        new ClientIdentity("public", Optional.empty()),
                        Optional.of(Token.of("rt-0")),
                        List.of())
                .settled());

        assertThat(outcome).isNotInstanceOf(Outcome.Renewed.class);
        assertThat(received).hasSize(1);
    }

    /** With TLS 1.3 a server looks at the certificate when the client has already sent its request: it cannot be told. */
    @Test
    void mtls_certificateUnknownToTheProvider_isALostAnswer() throws Exception {
        assertThat(refresh(identity(stranger))).isEqualTo(new Outcome.Unknown("connection_lost"));
        assertThat(received).isEmpty();
    }

    @Test
    void mtls_secretIsNoKey_isMisconfiguredAndNothingIsSent() throws Exception {
        var client = new ClientIdentity("the-client", Optional.of(Token.of("a plain secret")));

        assertThat(refresh(client)).isEqualTo(new Outcome.Misconfigured("client_secret_unusable"));
        assertThat(refresh(new ClientIdentity("the-client", Optional.empty())))
                .isEqualTo(new Outcome.Misconfigured("client_secret_missing"));
        assertThat(received).isEmpty();
    }

    @Test
    void mtls_throughAProxy_isShownToTheProvider() throws Exception {
        try (var proxy = new ConnectProxy(vertx);
                var through = client(EgressProxy.of(
                        "proxy", Optional.of("127.0.0.1:" + proxy.port()), Optional.empty(), Optional.empty()))) {
            var call = through.renew(settings(), identity(app), Optional.of(Token.of("rt-0")), List.of());

            assertThat(await(call.settled())).isInstanceOf(Outcome.Renewed.class);
            assertThat(proxy.heads()).hasSize(1);
            assertThat(received.get(0).subject()).isEqualTo("CN=app");
        }
    }

    private Outcome refresh(ClientIdentity client) throws Exception {
        return await(tokens.renew(settings(), client, Optional.of(Token.of("rt-0")), List.of())
                .settled());
    }

    private TokenClient client(Optional<EgressProxy> proxy) {
        var options = TokenClientOptions.defaults(UrlPolicy.LOOPBACK_HTTP, List.of());
        return new TokenClient(vertx, options.through(proxy), InstantSource.system());
    }

    private ProviderSettings settings() {
        return builder().build(UrlPolicy.LOOPBACK_HTTP);
    }

    private ProviderSettings clientsOwn() {
        return builder().grant(GrantType.CLIENT_CREDENTIALS).build(UrlPolicy.LOOPBACK_HTTP);
    }

    private ProviderSettingsBuilder builder() {
        return ProviderSettings.builder(url()).revocationUrl(url()).clientAuthentication(ClientAuthentication.MTLS);
    }

    private URI url() {
        return URI.create("https://localhost:" + provider.actualPort() + "/token");
    }

    private static ClientIdentity identity(SelfSigned self) {
        return new ClientIdentity("the-client", Optional.of(Token.of(self.certificate() + self.key())));
    }

    private static Received record(HttpServerRequest request, Buffer body) {
        try {
            var shown = (X509Certificate) request.sslSession().getPeerCertificates()[0];
            return new Received(
                    request.path(),
                    shown.getSubjectX500Principal().getName(),
                    decode(body.toString()),
                    request.getHeader("Authorization"));
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
