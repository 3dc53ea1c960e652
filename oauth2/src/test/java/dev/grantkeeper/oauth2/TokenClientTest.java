package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.LoopbackProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.LoopbackProvider.Received;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire when nothing is wrong with it. */
class TokenClientTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T10:00:00Z"));
    private static final ClientIdentity CLIENT = new ClientIdentity("our id", Optional.of(Token.of("s3cr:t+/ä")));
    private static final String RENEWED = """
            {"access_token":"new-access","refresh_token":"new-refresh","expires_in":3600,"scope":"a b"}""";

    private static Vertx vertx;
    private static TokenClient tokens;
    private LoopbackProvider provider;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        tokens = new TokenClient(vertx, TokenClientOptions.defaults(UrlPolicy.LOOPBACK_HTTP, List.of()), CLOCK);
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
    void refresh_tokenComes_renewedOnceAndSettledAlike() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));

        RenewalCall call = tokens.renew(settings(b -> b), CLIENT, Optional.of(Token.of("old-refresh")), List.of());

        Outcome first = await(call.first());
        assertThat(first)
                .isEqualTo(new Outcome.Renewed(
                        Token.of("new-access"),
                        Optional.of(Token.of("new-refresh")),
                        Optional.of(Duration.ofHours(1)),
                        Optional.of(List.of("a", "b")),
                        Optional.empty()));
        assertThat(await(call.settled())).isEqualTo(first);
        assertThat(provider.onlyRequest().form())
                .isEqualTo(Map.of("grant_type", "refresh_token", "refresh_token", "old-refresh"));
    }

    @Test
    void refresh_refreshUrlStated_isUsedAndTokenUrlIsNot() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));

        refresh(b -> b.refreshUrl(provider.url("/refresh?tenant=7")));

        assertThat(provider.onlyRequest())
                .extracting(Received::path, Received::query)
                .containsExactly("/refresh", "tenant=7");
    }

    @Test
    void refresh_tokenUrlHasQuery_queryIsKept() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));

        refresh(b -> b);

        assertThat(provider.onlyRequest())
                .extracting(Received::path, Received::query)
                .containsExactly("/token", "region=eu%2F1");
    }

    @Test
    void refresh_scopesGiven_areJoinedWithTheProvidersSeparator() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));
        ProviderSettings settings =
                settings(b -> b.scopes(List.of("a", "b", "c")).scopeSeparator(","));

        await(tokens.renew(settings, CLIENT, Optional.of(Token.of("old")), List.of("a", "b"))
                .settled());

        assertThat(provider.onlyRequest().form()).containsEntry("scope", "a,b");
    }

    @Test
    void refresh_tokenParameters_areSentAndCannotOverrideTheGrantType() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));

        refresh(b -> b.tokenParameters(Map.of("audience", "https://api.example")));

        assertThat(provider.onlyRequest().form())
                .containsEntry("audience", "https://api.example")
                .containsEntry("grant_type", "refresh_token");
    }

    @Test
    void clientAuthentication_basic_headerOnlyAndFormEncodedFirst() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));

        refresh(b -> b.clientAuthentication(ClientAuthentication.BASIC));

        assertThat(provider.onlyRequest().authorization())
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("our+id:s3cr%3At%2B%2F%C3%A4".getBytes()));
        assertThat(provider.onlyRequest().form()).doesNotContainKeys("client_id", "client_secret");
    }

    @Test
    void clientAuthentication_post_bodyOnly() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));

        refresh(b -> b.clientAuthentication(ClientAuthentication.POST));

        assertThat(provider.onlyRequest().authorization()).isNull();
        assertThat(provider.onlyRequest().form())
                .containsEntry("client_id", "our id")
                .containsEntry("client_secret", "s3cr:t+/ä");
    }

    @Test
    void clientAuthentication_none_onlyTheClientIdEvenIfASecretIsKnown() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));

        refresh(b -> b.clientAuthentication(ClientAuthentication.NONE));

        assertThat(provider.onlyRequest().authorization()).isNull();
        assertThat(provider.onlyRequest().form())
                .containsEntry("client_id", "our id")
                .doesNotContainKey("client_secret");
    }

    @Test
    void clientAuthentication_secretMissing_misconfiguredAndNothingSent() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));
        ClientIdentity secretless = new ClientIdentity("id", Optional.empty());

        RenewalCall call = tokens.renew(settings(b -> b), secretless, Optional.of(Token.of("old")), List.of());

        assertThat(await(call.first())).isEqualTo(new Outcome.Misconfigured("client_secret_missing"));
        assertThat(provider.received()).isEmpty();
    }

    @Test
    void urlPolicy_plainHttpInProduction_misconfiguredAndNothingSent() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));

        try (TokenClient strict =
                new TokenClient(vertx, TokenClientOptions.defaults(UrlPolicy.HTTPS_ONLY, List.of()), CLOCK)) {
            Outcome outcome = await(strict.renew(settings(b -> b), CLIENT, Optional.of(Token.of("old")), List.of())
                    .first());

            assertThat(outcome).isEqualTo(new Outcome.Misconfigured("url_not_allowed"));
        }
        assertThat(provider.received()).isEmpty();
    }

    @Test
    void exchangeCode_withPkce_sendsCodeRedirectUriAndVerifier() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));
        Pkce pkce = new Pkce(Token.of("v".repeat(43)));

        Outcome outcome = await(tokens.exchangeCode(
                settings(b -> b),
                CLIENT,
                new CodeGrant(
                        Token.of("the-code"), URI.create("https://vault.example/callback/x?y=1"), Optional.of(pkce))));

        assertThat(outcome).isInstanceOf(Outcome.Renewed.class);
        assertThat(provider.onlyRequest().form())
                .isEqualTo(Map.of(
                        "grant_type", "authorization_code",
                        "code", "the-code",
                        "redirect_uri", "https://vault.example/callback/x?y=1",
                        "code_verifier", "v".repeat(43)));
    }

    @Test
    void exchangeCode_pkceOff_sendsNoVerifier() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));

        await(tokens.exchangeCode(
                settings(b -> b.pkce(false)),
                CLIENT,
                new CodeGrant(Token.of("the-code"), URI.create("https://vault.example/callback"), Optional.empty())));

        assertThat(provider.onlyRequest().form()).doesNotContainKey("code_verifier");
    }

    @Test
    void exchangeCode_refreshUrlStated_stillUsesTheTokenUrl() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));

        await(tokens.exchangeCode(
                settings(b -> b.refreshUrl(provider.url("/refresh"))),
                CLIENT,
                new CodeGrant(Token.of("the-code"), URI.create("https://vault.example/callback"), Optional.empty())));

        assertThat(provider.onlyRequest().path()).isEqualTo("/token");
    }

    @Test
    void exchangeCode_codeRefused_rejected() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(400, "{\"error\":\"invalid_grant\"}"));

        Outcome outcome = await(tokens.exchangeCode(
                settings(b -> b),
                CLIENT,
                new CodeGrant(Token.of("the-code"), URI.create("https://vault.example/callback"), Optional.empty())));

        assertThat(outcome).isEqualTo(new Outcome.Rejected("invalid_grant"));
    }

    @Test
    void revoke_accepted_revokedWithHintAndClientProof() throws Exception {
        provider = LoopbackProvider.answering(vertx, response -> response.end());

        Revocation revocation = await(tokens.revoke(
                settings(b ->
                        b.clientAuthentication(ClientAuthentication.POST).tokenParameters(Map.of("audience", "x"))),
                CLIENT,
                Token.of("dying"),
                TokenType.REFRESH_TOKEN));

        assertThat(revocation).isEqualTo(Revocation.REVOKED);
        assertThat(provider.onlyRequest().path()).isEqualTo("/revoke");
        assertThat(provider.onlyRequest().form())
                .isEqualTo(Map.of(
                        "token", "dying",
                        "token_type_hint", "refresh_token",
                        "client_id", "our id",
                        "client_secret", "s3cr:t+/ä"));
    }

    @ParameterizedTest
    @CsvSource({"204,REVOKED", "400,REFUSED", "401,REFUSED", "302,REFUSED", "429,RETRY", "500,RETRY", "503,RETRY"})
    void revoke_status_decides(int status, Revocation expected) throws Exception {
        provider = LoopbackProvider.answering(vertx, json(status, "{\"error\":\"unsupported_token_type\"}"));

        assertThat(await(tokens.revoke(settings(b -> b), CLIENT, Token.of("dying"), TokenType.ACCESS_TOKEN)))
                .isEqualTo(expected);
    }

    @Test
    void revoke_noAnswer_retry() throws Exception {
        provider = LoopbackProvider.answering(vertx, HttpServerResponse::reset);

        assertThat(await(tokens.revoke(settings(b -> b), CLIENT, Token.of("dying"), TokenType.ACCESS_TOKEN)))
                .isEqualTo(Revocation.RETRY);
    }

    @Test
    void revoke_noRevocationUrl_notOfferedAndNothingSent() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, ""));
        ProviderSettings settings =
                ProviderSettings.builder(provider.url("/token")).build(UrlPolicy.LOOPBACK_HTTP);

        assertThat(await(tokens.revoke(settings, CLIENT, Token.of("dying"), TokenType.ACCESS_TOKEN)))
                .isEqualTo(Revocation.NOT_OFFERED);
        assertThat(provider.received()).isEmpty();
    }

    @Test
    void refresh_twiceInARow_neverReusesAConnection() throws Exception {
        provider = LoopbackProvider.answering(vertx, json(200, RENEWED));

        refresh(b -> b);
        refresh(b -> b);

        assertThat(provider.received())
                .hasSize(2)
                .extracting(Received::connection)
                .containsOnly("close");
    }

    @Test
    void refresh_manyAtOnce_noneWaitsForAnother() throws Exception {
        provider = LoopbackProvider.answering(
                vertx,
                response -> vertx.setTimer(1000, timer -> json(200, RENEWED).handle(response)));
        long start = System.nanoTime();

        List<RenewalCall> calls = IntStream.range(0, 50)
                .mapToObj(i -> tokens.renew(settings(b -> b), CLIENT, Optional.of(Token.of("old" + i)), List.of()))
                .toList();

        for (RenewalCall call : calls) {
            assertThat(await(call.first())).isInstanceOf(Outcome.Renewed.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(provider.received()).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "127.0.0.1"})
    void refresh_hostIsAnAddress_isReached(String host) throws Exception {
        provider = LoopbackProvider.answeringAt(vertx, host, json(200, RENEWED));

        assertThat(refresh(b -> b)).isInstanceOf(Outcome.Renewed.class);
    }

    private Outcome refresh(UnaryOperator<ProviderSettingsBuilder> change) throws Exception {
        return await(tokens.renew(settings(change), CLIENT, Optional.of(Token.of("old")), List.of())
                .settled());
    }

    private ProviderSettings settings(UnaryOperator<ProviderSettingsBuilder> change) {
        ProviderSettingsBuilder builder = ProviderSettings.builder(provider.url("/token?region=eu%2F1"))
                .clientAuthentication(ClientAuthentication.BASIC)
                .authorizationUrl(provider.url("/authorize"))
                .revocationUrl(provider.url("/revoke"));
        return change.apply(builder).build(UrlPolicy.LOOPBACK_HTTP);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
