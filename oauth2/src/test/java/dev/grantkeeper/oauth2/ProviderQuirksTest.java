package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.LoopbackProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.LoopbackProvider.Received;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way of straying from RFC 6749 that settings can state, at every request that it concerns. */
class ProviderQuirksTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final ClientIdentity CLIENT = new ClientIdentity("the-client", Optional.of(Token.of("the-secret")));
    private static final URI CALLBACK = URI.create("https://vault.example/callback/demo/app");
    private static final String ANSWER = "{\"access_token\":\"at-1\",\"refresh_token\":\"rt-1\",\"expires_in\":60}";

    private static Vertx vertx;
    private static TokenClient tokens;
    private LoopbackProvider provider;
    private String answer = ANSWER;

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

    @BeforeEach
    void openProvider() throws Exception {
        provider =
                LoopbackProvider.answering(vertx, response -> json(200, answer).handle(response));
    }

    @AfterEach
    void closeProvider() throws Exception {
        provider.close();
    }

    @Test
    void jsonBody_exchangeAndRefresh_areObjectsOfStrings() throws Exception {
        var settings = settings(new JsonObject().put("token_body", "json"));

        assertThat(new JsonObject(exchanged(settings).body()))
                .isEqualTo(new JsonObject()
                        .put("grant_type", "authorization_code")
                        .put("code", "the-code")
                        .put("redirect_uri", CALLBACK.toString())
                        .put("client_id", "the-client")
                        .put("client_secret", "the-secret"));
        Received refresh = refreshed(settings);
        assertThat(refresh.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(new JsonObject(refresh.body()).getString("refresh_token")).isEqualTo("rt-0");
    }

    @Test
    void queryBody_exchangeAndRefresh_standInTheUrlAfterItsOwnQuery() throws Exception {
        var settings = settings(new JsonObject()
                .put("token_body", "query")
                .put("token_url", provider.url("/token?region=eu").toString()));

        Received exchange = exchanged(settings);
        assertThat(exchange.body()).isEmpty();
        assertThat(exchange.query()).startsWith("region=eu&");
        assertThat(FormEncoding.decode(exchange.query()))
                .containsEntry("code", "the-code")
                .containsEntry("client_secret", "the-secret");
        assertThat(FormEncoding.decode(refreshed(settings).query())).containsEntry("refresh_token", "rt-0");
    }

    @Test
    void queryBody_revocation_isAFormAllTheSame() throws Exception {
        var settings = settings(new JsonObject()
                .put("token_body", "query")
                .put("revocation_url", provider.url("/revoke").toString()));

        await(tokens.revoke(settings, CLIENT, Token.of("rt-0"), TokenType.REFRESH_TOKEN));

        assertThat(last().query()).isNull();
        assertThat(last().form()).containsEntry("token", "rt-0");
    }

    @Test
    void basicSecretOnly_exchangeAndRefresh_proveByTheSecretAlone() throws Exception {
        var settings = settings(new JsonObject().put("client_authentication", "basic_secret_only"));
        var basic = "Basic " + Base64.getEncoder().encodeToString("the-secret:".getBytes(StandardCharsets.UTF_8));

        for (Received request : List.of(exchanged(settings), refreshed(settings))) {
            assertThat(request.authorization()).isEqualTo(basic);
            assertThat(request.form()).doesNotContainKeys("client_id", "client_secret");
        }
    }

    @Test
    void privateKeyJwt_everyRequest_carriesAnAssertionOfItsOwnAndNoSecret() throws Exception {
        var settings = settings(new JsonObject()
                .put("client_authentication", "private_key_jwt")
                .put("assertion_key_id", "key-7")
                .put("revocation_url", provider.url("/revoke").toString()));
        var key = ClientAssertionTest.pem(ClientAssertionTest.generate("EC", new ECGenParameterSpec("secp256r1")));
        var client = new ClientIdentity("the-client", Optional.of(key));

        await(tokens.exchangeCode(settings, client, new CodeGrant(Token.of("the-code"), CALLBACK, Optional.empty())));
        await(tokens.renew(settings, client, Optional.of(Token.of("rt-0")), List.of())
                .first());
        await(tokens.revoke(settings, client, Token.of("rt-0"), TokenType.REFRESH_TOKEN));

        assertThat(provider.received()).hasSize(3).allSatisfy(request -> assertThat(request.form())
                .containsEntry("client_id", "the-client")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .doesNotContainKey("client_secret"));
        assertThat(provider.received().stream()
                        .map(request -> request.form().get("client_assertion"))
                        .distinct())
                .hasSize(3);
    }

    @Test
    void privateKeyJwt_secretIsNoKey_isMisconfiguredAndNothingIsSent() throws Exception {
        var settings = settings(new JsonObject().put("client_authentication", "private_key_jwt"));

        assertThat(refresh(settings)).isEqualTo(new Outcome.Misconfigured("client_secret_unusable"));
        assertThat(provider.received()).isEmpty();
    }

    @Test
    void parameterNames_everyRequest_speaksTheProvidersWords() throws Exception {
        var settings = settings(new JsonObject()
                .put(
                        "parameter_names",
                        new JsonObject().put("client_id", "client_key").put("scope", "user_scope"))
                .put("scopes", new JsonArray().add("read")));

        assertThat(query(settings))
                .containsEntry("client_key", "the-client")
                .containsEntry("user_scope", "read")
                .doesNotContainKeys("client_id", "scope");
        for (Received request : List.of(exchanged(settings), refreshed(settings))) {
            assertThat(request.form()).containsEntry("client_key", "the-client").doesNotContainKey("client_id");
        }
    }

    @Test
    void omittedParameters_authorizeAndExchange_areNotSent() throws Exception {
        var settings = settings(new JsonObject()
                .put("omitted_parameters", new JsonArray().add("response_type").add("redirect_uri")));

        assertThat(query(settings))
                .doesNotContainKeys("response_type", "redirect_uri")
                .containsKey("state");
        assertThat(exchanged(settings).form()).doesNotContainKey("redirect_uri").containsKey("code");
    }

    @Test
    void unencodedParameter_authorize_isEscapedOnlyWhereAUrlDemandsIt() {
        var settings = settings(new JsonObject()
                .put("unencoded_parameters", new JsonArray().add("scope"))
                .put("scope_separator", ",")
                .put(
                        "scopes",
                        new JsonArray()
                                .add("https://p.example/auth/mail")
                                .add("a&b=c")
                                .add("x:read")));

        assertThat(authorizationUrl(settings).getRawQuery())
                .contains("&scope=https://p.example/auth/mail,a%26b%3Dc,x:read&")
                .contains("redirect_uri=https%3A%2F%2F");
        assertThat(query(settings)).containsEntry("scope", "https://p.example/auth/mail,a&b=c,x:read");
    }

    @Test
    void authorizationFragment_authorize_endsTheUrl() {
        var settings = settings(new JsonObject().put("authorization_fragment", "wechat_redirect"));

        assertThat(authorizationUrl(settings).getRawFragment()).isEqualTo("wechat_redirect");
    }

    @Test
    void parametersAndHeadersOfOneKind_goWithThatRequestOnly() throws Exception {
        var settings = settings(new JsonObject()
                .put("token_parameters", new JsonObject().put("audience", "api"))
                .put("exchange_parameters", new JsonObject().put("format", "token"))
                .put("refresh_parameters", new JsonObject().put("mode", "renew"))
                .put(
                        "token_headers",
                        new JsonObject().put("Notion-Version", "2022-06-28").put("Accept", "text/json"))
                .put("refresh_headers", new JsonObject().put("X-Renew", "1")));

        Received exchange = exchanged(settings);
        assertThat(exchange.form())
                .containsEntry("audience", "api")
                .containsEntry("format", "token")
                .doesNotContainKey("mode");
        assertThat(exchange.headers().get("X-Renew")).isNull();
        Received refresh = refreshed(settings);
        assertThat(refresh.form())
                .containsEntry("audience", "api")
                .containsEntry("mode", "renew")
                .doesNotContainKey("format");
        assertThat(refresh.headers().get("X-Renew")).isEqualTo("1");
        assertThat(refresh.headers().getAll("Accept")).containsExactly("text/json");
        assertThat(refresh.headers().get("Notion-Version")).isEqualTo("2022-06-28");
    }

    @Test
    void resource_everyRequest_namesIt() throws Exception {
        var settings = settings(new JsonObject().put("resource", "https://api.example/v2"));

        assertThat(query(settings)).containsEntry("resource", "https://api.example/v2");
        assertThat(exchanged(settings).form()).containsEntry("resource", "https://api.example/v2");
        assertThat(refreshed(settings).form()).containsEntry("resource", "https://api.example/v2");
    }

    @Test
    void response_nestedAndRenamed_isRead() throws Exception {
        var settings = settings(new JsonObject()
                .put(
                        "response",
                        new JsonObject()
                                .put("access_token", "data.tokens.0.access")
                                .put("refresh_token", "data.tokens.0.refresh")
                                .put("expires_in", "data.lifetime")
                                .put("expires_unit", "ms")
                                .put("scope", "data.permissions")
                                .put("refresh_token_expires_in", "data.refresh_lifetime")));
        answer =
                "{\"access_token\":\"another\",\"data\":{\"lifetime\":\"120000\",\"permissions\":\"a,b\",\"refresh_lifetime\":"
                        + "3600,\"tokens\":[{\"access\":\"at-1\",\"refresh\":\"rt-1\"}]}}";

        assertThat(refresh(settings))
                .isEqualTo(new Outcome.Renewed(
                        Token.of("at-1"),
                        Optional.of(Token.of("rt-1")),
                        Optional.of(Duration.ofSeconds(120)),
                        Optional.of(List.of("a", "b")),
                        Optional.of(Duration.ofHours(1))));
    }

    /** Slack's tokens of users. */
    @Test
    void response_ofCodeOnly_renewalsAreReadAtTheTop() throws Exception {
        var settings = settings(new JsonObject()
                .put(
                        "response",
                        new JsonObject()
                                .put("access_token", "authed_user.access_token")
                                .put("renewals", "standard")));
        answer = "{\"access_token\":\"the bot's\",\"authed_user\":{\"access_token\":\"the user's\"}}";
        var granted = (Outcome.Renewed) await(
                tokens.exchangeCode(settings, CLIENT, new CodeGrant(Token.of("the-code"), CALLBACK, Optional.empty())));
        answer = "{\"access_token\":\"the user's next\"}";
        var renewed = (Outcome.Renewed) refresh(settings);

        assertThat(granted.accessToken()).isEqualTo(Token.of("the user's"));
        assertThat(renewed.accessToken()).isEqualTo(Token.of("the user's next"));
        assertThat(ProviderSettings.fromJson(settings.toJson(), UrlPolicy.LOOPBACK_HTTP))
                .isEqualTo(settings);
    }

    @Test
    void response_tokenNotWhereItBelongs_isNoToken() throws Exception {
        var settings = settings(
                new JsonObject().put("response", new JsonObject().put("access_token", "authed_user.access_token")));

        assertThat(refresh(settings)).isEqualTo(new Outcome.Unknown("no_access_token"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"code\":0,\"access_token\":\"at-1\"}; Renewed",
                "{\"code\":10012,\"access_token\":\"at-1\"}; Unknown",
                "{\"code\":40105,\"message\":\"token is dead\"}; Rejected",
                "{\"access_token\":\"at-1\"}; Unknown",
                "{\"code\":10012}; Transient"
            })
    void successFlag_a200ThatSaysOtherwise_isAFailure(String body, String outcome) throws Exception {
        var settings = settings(new JsonObject()
                .put(
                        "response",
                        new JsonObject()
                                .put("error", "code")
                                .put(
                                        "success",
                                        new JsonObject().put("path", "code").put("equals", 0)))
                .put("dead_grant_errors", new JsonArray().add("40105")));
        answer = body;

        assertThat(refresh(settings).getClass().getSimpleName()).isEqualTo(outcome);
    }

    private ProviderSettings settings(JsonObject quirks) {
        return ProviderSettings.fromJson(
                new JsonObject()
                        .put("authorization_url", "https://p.example/authorize")
                        .put("token_url", provider.url("/token").toString())
                        .put("pkce", false)
                        .mergeIn(quirks),
                UrlPolicy.LOOPBACK_HTTP);
    }

    private static URI authorizationUrl(ProviderSettings settings) {
        return new AuthorizationRequest(
                        settings, "the-client", CALLBACK, Token.of("the-state"), settings.scopes(), Optional.empty())
                .url();
    }

    private static Map<String, String> query(ProviderSettings settings) {
        return FormEncoding.decode(authorizationUrl(settings).getRawQuery());
    }

    private Received exchanged(ProviderSettings settings) throws Exception {
        await(tokens.exchangeCode(settings, CLIENT, new CodeGrant(Token.of("the-code"), CALLBACK, Optional.empty())));
        return last();
    }

    private Received refreshed(ProviderSettings settings) throws Exception {
        refresh(settings);
        return last();
    }

    private Outcome refresh(ProviderSettings settings) throws Exception {
        return await(tokens.renew(settings, CLIENT, Optional.of(Token.of("rt-0")), List.of())
                .first());
    }

    private Received last() {
        return provider.received().get(provider.received().size() - 1);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
