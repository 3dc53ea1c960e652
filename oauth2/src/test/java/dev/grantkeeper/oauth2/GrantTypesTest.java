package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.LoopbackProvider.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What tokens are given for, and what they are renewed with, beside a code and a refresh token. */
class GrantTypesTest {
    private static final Instant NOW = Instant.parse("2026-12-01T09:00:00Z");
    private static final ClientIdentity CLIENT = new ClientIdentity("the-client", Optional.of(Token.of("the-secret")));
    private static final URI CALLBACK = URI.create("https://vault.example/callback/demo/app");

    private static Vertx vertx;
    private static TokenClient tokens;
    private final Deque<String> answers = new ArrayDeque<>();
    private int status = 200;
    private LoopbackProvider provider;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        tokens = new TokenClient(
                vertx, TokenClientOptions.defaults(UrlPolicy.LOOPBACK_HTTP, List.of()), InstantSource.fixed(NOW));
    }

    @AfterAll
    static void stop() throws Exception {
        tokens.close();
        await(vertx.close());
    }

    @BeforeEach
    void openProvider() throws Exception {
        provider = LoopbackProvider.answering(
                vertx, response -> json(status, answers.size() > 1 ? answers.poll() : answers.peek())
                        .handle(response));
    }

    @AfterEach
    void closeProvider() throws Exception {
        provider.close();
    }

    @Test
    void clientCredentials_renewed_provesTheClientAndPresentsNoToken() throws Exception {
        answers.add("{\"access_token\":\"at\",\"refresh_token\":\"of no use\",\"expires_in\":60,\"scope\":\"a b\"}");

        var outcome = (Outcome.Renewed) renewed(clientCredentials(new JsonObject()), Optional.empty());

        assertThat(outcome.accessToken()).isEqualTo(Token.of("at"));
        assertThat(outcome.refreshToken()).isEmpty();
        assertThat(outcome.scopes()).contains(List.of("a", "b"));
        assertThat(provider.onlyRequest().form())
                .isEqualTo(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "the-client",
                        "client_secret", "the-secret",
                        "scope", "a b"));
    }

    @ParameterizedTest
    @CsvSource({"json", "query", "form"})
    void clientCredentials_anyBody_isSpoken(String body) throws Exception {
        answers.add("{\"access_token\":\"at\"}");

        assertThat(renewed(clientCredentials(new JsonObject().put("token_body", body)), Optional.empty()))
                .isInstanceOf(Outcome.Renewed.class);

        var received = provider.onlyRequest();
        var fields =
                switch (body) {
                    case "json" -> new JsonObject(received.body()).getMap();
                    case "query" -> FormEncoding.decode(received.query());
                    default -> received.form();
                };
        assertThat(fields.get("grant_type")).isEqualTo("client_credentials");
    }

    /** There is no grant that could be dead: whoever answers so speaks of the client. */
    @Test
    void clientCredentials_invalidGrant_isTheDevelopersFault() throws Exception {
        status = 400;
        answers.add("{\"error\":\"invalid_grant\"}");

        assertThat(renewed(clientCredentials(new JsonObject()), Optional.empty()))
                .isEqualTo(new Outcome.Misconfigured("invalid_grant"));
    }

    @Test
    void clientCredentials_errorThatSettingsCallDeath_isRejected() throws Exception {
        status = 400;
        answers.add("{\"error\":\"app_uninstalled\"}");
        var settings =
                clientCredentials(new JsonObject().put("dead_grant_errors", new JsonArray().add("app_uninstalled")));

        assertThat(renewed(settings, Optional.empty())).isEqualTo(new Outcome.Rejected("app_uninstalled"));
    }

    @Test
    void clientCredentials_sentenceThatSettingsCallDeath_isRejectedByAWord() throws Exception {
        status = 400;
        answers.add("{\"error\":\"App uninstalled\"}");
        var settings =
                clientCredentials(new JsonObject().put("dead_grant_errors", new JsonArray().add("app uninstalled")));

        assertThat(renewed(settings, Optional.empty())).isEqualTo(new Outcome.Rejected("dead_grant"));
    }

    @Test
    void clientCredentials_settings_survivePersistenceAndNeedNoAuthorizationUrl() {
        var settings = clientCredentials(new JsonObject());

        assertThat(settings.needsPerson()).isFalse();
        assertThat(settings.rotation()).isEqualTo(RotationPolicy.NONE);
        assertThat(ProviderSettings.fromJson(settings.toJson(), UrlPolicy.LOOPBACK_HTTP))
                .isEqualTo(settings);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"client_authentication\":\"none\"}",
                "{\"optional_scopes\":[\"more\"]}",
                "{\"refresh_url\":\"https://p.example/refresh\"}",
                "{\"rotation\":\"strict\"}",
                "{\"lasting_token\":{\"url\":\"https://p.example/l\",\"grant_type\":\"g\",\"parameter\":\"p\"}}",
                "{\"renewal_by_access_token\":{\"url\":\"https://p.example/l\",\"grant_type\":\"g\",\"parameter\":\"p\"}}"
            })
    void clientCredentials_settingsOfAnotherGrant_areRefusedByName(String misplaced) {
        var stated = new JsonObject(misplaced);

        assertThatThrownBy(() -> clientCredentials(stated))
                .isInstanceOfSatisfying(InvalidSettings.class, refused -> assertThat(stated.fieldNames())
                        .contains(refused.field()));
    }

    @Test
    void lastingToken_afterTheCode_takesThePlaceOfTheFirst() throws Exception {
        answers.add("{\"access_token\":\"short\",\"expires_in\":3600,\"user_id\":17}");
        answers.add("{\"access_token\":\"long\",\"expires_in\":5184000}");
        var settings = meta("get");

        var outcome = (Outcome.Renewed) exchanged(settings);

        assertThat(outcome.accessToken()).isEqualTo(Token.of("long"));
        assertThat(outcome.refreshToken()).as("what the next renewal presents").contains(Token.of("long"));
        assertThat(outcome.lifetime()).contains(Duration.ofDays(60));
        assertThat(outcome.refreshTokenLifetime()).contains(Duration.ofDays(60));
        assertThat(outcome.captured()).as("of the first answer").containsEntry("user", "17");
        var second = provider.received().get(1);
        assertThat(second.body()).isEmpty();
        assertThat(second.path()).isEqualTo("/lasting");
        assertThat(FormEncoding.decode(second.query()))
                .isEqualTo(Map.of(
                        "grant_type", "swap",
                        "present_token", "short",
                        "client_id", "the-client",
                        "client_secret", "the-secret"));
    }

    @Test
    void lastingToken_refused_connectsNothing() throws Exception {
        answers.add("{\"access_token\":\"short\",\"expires_in\":3600}");
        answers.add("{\"error\":\"invalid_client\"}");

        assertThat(exchanged(meta("post"))).isEqualTo(new Outcome.Misconfigured("invalid_client"));
    }

    @Test
    void renewalByAccessToken_presentsTheAccessTokenAtHandAndNoClient() throws Exception {
        answers.add("{\"access_token\":\"next\",\"expires_in\":60}");

        var outcome = (Outcome.Renewed) renewed(meta("post"), Optional.of(Token.of("present")));

        assertThat(outcome.accessToken()).isEqualTo(Token.of("next"));
        assertThat(outcome.refreshToken()).contains(Token.of("next"));
        var received = provider.onlyRequest();
        assertThat(received.path()).isEqualTo("/renew");
        assertThat(received.form()).isEqualTo(Map.of("grant_type", "again", "access_token", "present"));
    }

    @Test
    void accessTokenExchange_settings_surviveAndCountAsASecretsWay() {
        var settings = meta("get");

        var again = ProviderSettings.fromJson(settings.toJson(), UrlPolicy.LOOPBACK_HTTP);

        assertThat(again).isEqualTo(settings);
        assertThat(again.secretsWay()).isNotEqualTo(meta("post").secretsWay());
        assertThat(again.rotation()).isEqualTo(RotationPolicy.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "url, http://p.example/x",
        "url, https://user@p.example/x",
        "parameter, client_secret",
        "parameter, a b",
        "grant_type, a b",
        "method, put"
    })
    void accessTokenExchange_unusable_isRefusedByItsWholeName(String field, String value) {
        var stated = new JsonObject()
                .put("url", "https://p.example/x")
                .put("grant_type", "g")
                .put("parameter", "p")
                .put(field, value);
        var json = code().put("renewal_by_access_token", stated);

        assertThatThrownBy(() -> ProviderSettings.fromJson(json, UrlPolicy.HTTPS_ONLY))
                .isInstanceOfSatisfying(InvalidSettings.class, refused -> assertThat(refused.field())
                        .isEqualTo("renewal_by_access_token." + field));
    }

    @Test
    void introspection_answerThatDoesNotSayWhenItEnds_isCompleted() throws Exception {
        answers.add("{\"access_token\":\"opaque\",\"refresh_token\":\"rt\"}");
        answers.add("{\"active\":true,\"exp\":" + NOW.plusSeconds(900).getEpochSecond() + ",\"scope\":\"a b\"}");

        var outcome = (Outcome.Renewed) exchanged(introspecting());

        assertThat(outcome.lifetime()).contains(Duration.ofSeconds(900));
        assertThat(outcome.scopes()).contains(List.of("a", "b"));
        assertThat(outcome.refreshToken()).contains(Token.of("rt"));
        var asked = provider.received().get(1);
        assertThat(asked.path()).isEqualTo("/introspect");
        assertThat(asked.form())
                .containsEntry("token", "opaque")
                .containsEntry("token_type_hint", "access_token")
                .containsEntry("client_id", "the-client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"active\":false,\"exp\":4000000000}", "{\"exp\":4000000000}", "<html>", "[]"})
    void introspection_ofNoUse_changesNothing(String said) throws Exception {
        answers.add("{\"access_token\":\"opaque\",\"refresh_token\":\"rt\"}");
        answers.add(said);

        var outcome = (Outcome.Renewed) exchanged(introspecting());

        assertThat(outcome.accessToken()).isEqualTo(Token.of("opaque"));
        assertThat(outcome.lifetime()).isEmpty();
    }

    @Test
    void introspection_lifetimeStated_isNotAskedFor() throws Exception {
        answers.add("{\"access_token\":\"opaque\",\"expires_in\":60}");

        exchanged(introspecting());

        assertThat(provider.received()).hasSize(1);
    }

    @Test
    void strategy_githubAppInstallation_asksAtTheInstallationWithTheAppsOwnJwt() throws Exception {
        status = 201;
        answers.add(
                "{\"token\":\"ghs_1\",\"expires_at\":\"2026-12-01T10:00:00Z\",\"permissions\":{\"issues\":\"read\"}}");

        var outcome = (Outcome.Renewed) renewed(github(), rsa(), Optional.empty());

        assertThat(outcome.accessToken()).isEqualTo(Token.of("ghs_1"));
        assertThat(outcome.lifetime()).contains(Duration.ofHours(1));
        var received = provider.onlyRequest();
        assertThat(received.body()).isEqualTo("{}");
        var claims = new JsonObject(new String(
                Base64.getUrlDecoder()
                        .decode(received.authorization()
                                .substring("Bearer ".length())
                                .split("\\.")[1]),
                StandardCharsets.UTF_8));
        assertThat(claims.getString("iss")).isEqualTo("the-client");
        assertThat(claims.getLong("iat")).isEqualTo(NOW.minusSeconds(60).getEpochSecond());
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isLessThanOrEqualTo(600);
    }

    @ParameterizedTest
    @CsvSource({"401, misconfigured", "404, rejected"})
    void strategy_githubAppInstallation_errorsWithoutCodes_areUnderstood(int failed, String as) throws Exception {
        status = failed;
        answers.add("{\"message\":\"whatever it says\"}");

        assertThat(renewed(github(), rsa(), Optional.empty()))
                .isEqualTo(
                        as.equals("rejected")
                                ? new Outcome.Rejected("installation_not_found")
                                : new Outcome.Misconfigured("invalid_client"));
    }

    @Test
    void strategy_unknown_isRefusedWithThoseThatAreKnown() {
        var json = code().put("strategy", "telepathy");

        assertThatThrownBy(() -> ProviderSettings.fromJson(json, UrlPolicy.LOOPBACK_HTTP))
                .isInstanceOfSatisfying(InvalidSettings.class, refused -> assertThat(refused.field())
                        .isEqualTo("strategy"))
                .hasMessageContaining("github_app_installation");
    }

    @Test
    void strategy_withSettingsItCannotUse_isRefused() {
        var json = code().put("strategy", "github_app_installation");

        assertThatThrownBy(() -> ProviderSettings.fromJson(json, UrlPolicy.LOOPBACK_HTTP))
                .isInstanceOfSatisfying(InvalidSettings.class, refused -> assertThat(refused.field())
                        .isEqualTo("grant"));
    }

    @Test
    void strategy_requestIsNotPrinted() {
        var draft = new TokenDraft(
                null, provider.url("/"), Map.of("Authorization", "Bearer x-secret"), Map.of("a", "x-secret"));

        assertThat(draft).asString().doesNotContain("x-secret");
    }

    private ProviderSettings clientCredentials(JsonObject more) {
        return read(new JsonObject()
                .put("grant", "client_credentials")
                .put("token_url", provider.url("/token").toString())
                .mergeIn(more));
    }

    private ProviderSettings meta(String method) {
        return read(code().put(
                        "lasting_token",
                        new JsonObject()
                                .put("url", provider.url("/lasting").toString())
                                .put("method", method)
                                .put("grant_type", "swap")
                                .put("parameter", "present_token"))
                .put(
                        "renewal_by_access_token",
                        new JsonObject()
                                .put("url", provider.url("/renew").toString())
                                .put("grant_type", "again")
                                .put("parameter", "access_token")
                                .put("client_authentication", false))
                .put("captures", new JsonObject().put("user", new JsonObject().put("token", "user_id"))));
    }

    private ProviderSettings introspecting() {
        return read(code().put("introspection_url", provider.url("/introspect").toString()));
    }

    private ProviderSettings github() {
        return clientCredentials(new JsonObject()
                .put("strategy", "github_app_installation")
                .put("client_authentication", "private_key_jwt")
                .put("token_body", "json")
                .put("response", new JsonObject().put("access_token", "token"))
                .put("dead_grant_errors", new JsonArray().add("installation_not_found")));
    }

    private JsonObject code() {
        return new JsonObject()
                .put("authorization_url", "https://p.example/authorize")
                .put("token_url", provider.url("/token").toString());
    }

    private static ProviderSettings read(JsonObject json) {
        return ProviderSettings.fromJson(json, UrlPolicy.LOOPBACK_HTTP);
    }

    private static ClientIdentity rsa() throws Exception {
        var key = ClientAssertionTest.generate("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
        return new ClientIdentity("the-client", Optional.of(ClientAssertionTest.pem(key)));
    }

    private static Outcome exchanged(ProviderSettings settings) throws Exception {
        return await(
                tokens.exchangeCode(settings, CLIENT, new CodeGrant(Token.of("the-code"), CALLBACK, Optional.empty())));
    }

    private static Outcome renewed(ProviderSettings settings, Optional<Token> presented) throws Exception {
        return renewed(settings, CLIENT, presented);
    }

    private static Outcome renewed(ProviderSettings settings, ClientIdentity client, Optional<Token> presented)
            throws Exception {
        return await(
                tokens.renew(settings, client, presented, List.of("a", "b")).settled());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
