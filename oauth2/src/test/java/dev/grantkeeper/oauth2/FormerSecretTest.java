package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.LoopbackProvider.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.grantkeeper.oauth2.LoopbackProvider.Received;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client's secret is being replaced: for a while the provider knows another one than the newest stated here. */
class FormerSecretTest {
    private static final ClientIdentity REPLACING =
            new ClientIdentity("app", Optional.of(Token.of("newer")), Optional.of(Token.of("former")));
    private static final Handler<HttpServerResponse> REFUSED = json(401, "{\"error\":\"invalid_client\"}");
    private static final Handler<HttpServerResponse> RENEWED =
            json(200, "{\"access_token\":\"new-access\",\"expires_in\":3600}");

    private static Vertx vertx;
    private static TokenClient tokens;
    private LoopbackProvider provider;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        tokens = new TokenClient(
                vertx, TokenClientOptions.defaults(UrlPolicy.LOOPBACK_HTTP, List.of()), InstantSource.system());
    }

    @AfterAll
    static void stop() throws Exception {
        tokens.close();
        await(vertx.close());
    }

    @AfterEach
    void closeProvider() throws Exception {
        provider.close();
    }

    @Test
    void newerSecretRefused_sameRequestIsProvenByTheFormer() throws Exception {
        provider = LoopbackProvider.answering(vertx, oneAfterTheOther(REFUSED, RENEWED));

        assertThat(refresh(tokens)).isInstanceOf(Outcome.Renewed.class);

        assertThat(provider.received())
                .extracting(received -> received.form().get("client_secret"))
                .containsExactly("newer", "former");
        assertThat(provider.received())
                .extracting(received -> received.form().get("refresh_token"))
                .containsOnly("old-refresh");
    }

    @Test
    void newerSecretKnown_formerIsNeverShown() throws Exception {
        provider = LoopbackProvider.answering(vertx, RENEWED);

        assertThat(refresh(tokens)).isInstanceOf(Outcome.Renewed.class);

        assertThat(provider.onlyRequest().form()).containsEntry("client_secret", "newer");
    }

    @Test
    void bothRefused_isTheClientsFaultAfterTwoRequests() throws Exception {
        provider = LoopbackProvider.answering(vertx, REFUSED);

        assertThat(refresh(tokens)).isEqualTo(new Outcome.Misconfigured("invalid_client"));

        assertThat(provider.received()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"400, invalid_grant", "400, unauthorized_client", "500, invalid_client", "429, invalid_client"})
    void anotherFailure_isNoReasonToAskTwice(int status, String error) throws Exception {
        provider = LoopbackProvider.answering(vertx, json(status, "{\"error\":\"" + error + "\"}"));

        refresh(tokens);

        assertThat(provider.received()).hasSize(1);
    }

    @Test
    void refusedInASuccessfulAnswer_isTriedAgain() throws Exception {
        provider = LoopbackProvider.answering(
                vertx, oneAfterTheOther(json(200, "{\"error\":\"incorrect_client_credentials\"}"), RENEWED));

        assertThat(refresh(tokens)).isInstanceOf(Outcome.Renewed.class);
    }

    @Test
    void refusedTooLate_nothingIsSentAfterTheCallersPatience() throws Exception {
        provider = LoopbackProvider.answering(vertx, response -> vertx.setTimer(900, late -> REFUSED.handle(response)));
        var patience = Duration.ofMillis(1000);

        Outcome settled = await(tokens.renew(
                        settings(),
                        REPLACING,
                        Optional.of(Token.of("old-refresh")),
                        List.of(),
                        Duration.ofMillis(500),
                        patience)
                .settled());

        assertThat(settled).isEqualTo(new Outcome.Misconfigured("invalid_client"));
        assertThat(provider.received()).hasSize(1);
    }

    @Test
    void formerKeyUnusable_theRefusalStands() throws Exception {
        provider = LoopbackProvider.answering(vertx, REFUSED);
        var key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        var pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        var settings = ProviderSettings.builder(provider.url("/token"))
                .authorizationUrl(provider.url("/authorize"))
                .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                .build(UrlPolicy.LOOPBACK_HTTP);
        var replacing = new ClientIdentity("app", Optional.of(Token.of(pem)), Optional.of(Token.of("no key")));

        Outcome outcome = await(tokens.renew(settings, replacing, Optional.of(Token.of("old-refresh")), List.of())
                .settled());

        assertThat(outcome).isEqualTo(new Outcome.Misconfigured("invalid_client"));
        assertThat(provider.received()).hasSize(1);
    }

    @Test
    void revocation_newerSecretRefused_isProvenByTheFormer() throws Exception {
        provider = LoopbackProvider.answering(vertx, oneAfterTheOther(REFUSED, json(200, "{}")));

        assertThat(await(tokens.revoke(settings(), REPLACING, Token.of("old"), TokenType.REFRESH_TOKEN)))
                .isEqualTo(Revocation.REVOKED);

        assertThat(provider.received())
                .extracting(Received::path, received -> received.form().get("client_secret"))
                .containsExactly(tuple("/revoke", "newer"), tuple("/revoke", "former"));
    }

    private static Handler<HttpServerResponse> oneAfterTheOther(
            Handler<HttpServerResponse> first, Handler<HttpServerResponse> then) {
        var asked = new AtomicInteger();
        return response -> (asked.getAndIncrement() == 0 ? first : then).handle(response);
    }

    private Outcome refresh(TokenClient client) throws Exception {
        return await(client.renew(settings(), REPLACING, Optional.of(Token.of("old-refresh")), List.of())
                .settled());
    }

    private ProviderSettings settings() {
        return ProviderSettings.builder(provider.url("/token"))
                .authorizationUrl(provider.url("/authorize"))
                .revocationUrl(provider.url("/revoke"))
                .build(UrlPolicy.LOOPBACK_HTTP);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
