package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.LoopbackProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.egress.AddressRules;
import dev.grantkeeper.oauth2.egress.Network;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** A provider that the JVM's trust store does not vouch for, in time, gets nothing. */
class TokenClientTlsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T10:00:00Z"));
    private static final List<Network> HERE = List.of(Network.of("127.0.0.0/8"), Network.of("::1/128"));
    private static final TokenClientOptions PATIENT = TokenClientOptions.defaults(UrlPolicy.HTTPS_ONLY, HERE);
    private static LocalhostCertificate certificate;

    private Vertx vertx;
    private LoopbackProvider provider;

    @BeforeAll
    static void generate(@TempDir Path folder) throws Exception {
        certificate = LocalhostCertificate.generate(folder);
    }

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        provider = LoopbackProvider.answeringOverTls(
                vertx, certificate.options(), json(200, "{\"access_token\":\"new\"}"));
        certificate.trust();
    }

    @AfterEach
    void stop() throws Exception {
        provider.close();
        await(vertx.close());
    }

    @AfterAll
    static void distrust() {
        LocalhostCertificate.distrust();
    }

    @Test
    void send_trustedCertificateOfThatHost_renewed() throws Exception {
        assertThat(refresh(provider.url("/token"), PATIENT)).isInstanceOf(Outcome.Renewed.class);
    }

    @Test
    void send_trustedCertificateOfAnotherHost_notSent() throws Exception {
        Outcome outcome = refresh(URI.create("https://127.0.0.1:" + provider.port() + "/token"), PATIENT);

        assertThat(outcome).isEqualTo(new Outcome.Transient("connect_failed", true));
        assertThat(provider.received()).isEmpty();
    }

    @Test
    void send_untrustedCertificate_notSent() throws Exception {
        LocalhostCertificate.distrust();

        assertThat(refresh(provider.url("/token"), PATIENT)).isEqualTo(new Outcome.Transient("connect_failed", true));
        assertThat(provider.received()).isEmpty();
    }

    @Test
    void send_connectionReadyOnlyAfterGivingUp_closedWithoutARequest() throws Exception {
        Promise<Void> closed = Promise.promise();
        NetServer slow = await(vertx.createNetServer()
                .connectHandler(socket -> {
                    socket.pause();
                    vertx.setTimer(600, timer -> join(socket, closed));
                })
                .listen(0, "localhost"));
        TokenClientOptions impatient = new TokenClientOptions(
                UrlPolicy.HTTPS_ONLY,
                AddressRules.ANYWHERE,
                Duration.ofMillis(300),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                1024,
                10);
        try (TokenClient tokens = new TokenClient(vertx, impatient, CLOCK)) {
            Outcome outcome = refresh(URI.create("https://localhost:" + slow.actualPort() + "/token"), tokens);

            assertThat(outcome).isEqualTo(new Outcome.Transient("connect_timeout", true));
            await(closed.future());
            assertThat(provider.received()).isEmpty();
        }
    }

    private void join(NetSocket client, Promise<Void> closed) {
        vertx.createNetClient().connect(provider.port(), "localhost").onSuccess(upstream -> {
            upstream.pipeTo(client);
            client.pipeTo(upstream);
            client.closeHandler(end -> {
                upstream.close();
                closed.tryComplete();
            });
        });
    }

    private Outcome refresh(URI url, TokenClientOptions options) throws Exception {
        try (TokenClient tokens = new TokenClient(vertx, options, CLOCK)) {
            return refresh(url, tokens);
        }
    }

    private static Outcome refresh(URI url, TokenClient tokens) throws Exception {
        ProviderSettings settings = ProviderSettings.builder(url)
                .clientAuthentication(ClientAuthentication.NONE)
                .build(UrlPolicy.HTTPS_ONLY);
        ClientIdentity client = new ClientIdentity("id", Optional.empty());
        return await(tokens.renew(settings, client, Optional.of(Token.of("old")), List.of())
                .settled());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
