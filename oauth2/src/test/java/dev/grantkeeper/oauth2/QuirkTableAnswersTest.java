package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.PlayedProvider.CLIENT;
import static dev.grantkeeper.oauth2.PlayedProvider.FIRST;
import static dev.grantkeeper.oauth2.PlayedProvider.NEXT;
import static dev.grantkeeper.oauth2.PlayedProvider.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.oauth2.LoopbackProvider.Received;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of docs/provider-quirks.md about what comes back and what renews it; see {@link QuirkTableTest}. */
class QuirkTableAnswersTest {
    private static final RandomGenerator NO_JITTER = () -> Long.MAX_VALUE;

    @RegisterExtension
    final PlayedProvider provider = new PlayedProvider();

    @Test
    void captures_ofCallbackAndAnswers_areKeptAndPutTogether() throws Exception {
        var claims = Base64.getUrlEncoder().encodeToString("{\"sub\":\"u-7\"}".getBytes(StandardCharsets.UTF_8));
        provider.comesBackWith(Map.of("realmId", "42"))
                .answers(
                        new JsonObject(FIRST)
                                .put("id_token", "e30." + claims + ".sig")
                                .put("team", new JsonObject().put("host", "old"))
                                .encode(),
                        new JsonObject(NEXT)
                                .put("team", new JsonObject().put("host", "new"))
                                .encode());
        var settings = provider.settings("""
                {"captures": {"realm": {"callback": "realmId"}, "host": {"token": "team.host"}, "user": {"id_token": "sub"},
                              "api_url": {"template": "https://{host}.p.example/{realm}"}}, "account": "user"}""");

        var life = provider.play(settings);

        assertThat(life.query()).as("nothing is asked for on their account").hasSize(6);
        assertThat(life.callback().captured()).isEqualTo(Map.of("realm", "42"));
        var found = new HashMap<>(life.callback().captured());
        found.putAll(((Outcome.Renewed) life.granted()).captured());
        assertThat(settings.captured(found))
                .isEqualTo(Map.of("realm", "42", "host", "old", "user", "u-7", "api_url", "https://old.p.example/42"));
        found.putAll(((Outcome.Renewed) life.renewed()).captured());
        assertThat(settings.captured(found))
                .as("as the refresh has it")
                .containsEntry("user", "u-7")
                .containsEntry("api_url", "https://new.p.example/42");
    }

    @Test
    void refreshUrl_stated_isWhereRefreshesGoWithTheTokenThatStays() throws Exception {
        provider.answers(FIRST, "{\"access_token\":\"at-2\"}");

        var life = provider.play(provider.settings("""
                {"token_url": "PROVIDER/token?region=eu", "refresh_url": "PROVIDER/refresh?tenant=7"}"""));

        assertThat(life.authorization()).hasPath("/authorize");
        assertThat(life.exchange()).extracting(Received::path, Received::query).containsExactly("/token", "region=eu");
        assertThat(life.refresh()).extracting(Received::path, Received::query).containsExactly("/refresh", "tenant=7");
        assertThat(life.refresh().form()).containsEntry("refresh_token", "rt-1");
        assertThat(((Outcome.Renewed) life.renewed()).refreshToken())
                .as("none came: the old one stays")
                .isEmpty();
    }

    @Test
    void response_nestedAndRenamed_isReadFromExchangeAndRefresh() throws Exception {
        provider.answers(201, """
                        {"access_token": "of something else", "data": {"scopes": "a,b", "tokens": [
                          {"access": "at-1", "refresh": "rt-1", "lives": "120000", "refresh_lives": 3600}]}}""")
                .answers("{\"data\": {\"tokens\": [{\"access\": \"at-2\", \"refresh\": \"rt-2\", \"lives\": 60000}]}}");

        var life = provider.play(provider.settings("""
                {"response": {"access_token": "data.tokens.0.access", "refresh_token": "data.tokens.0.refresh",
                   "expires_in": "data.tokens.0.lives", "expires_unit": "ms", "scope": "data.scopes",
                   "refresh_token_expires_in": "data.tokens.0.refresh_lives"},
                 "parameter_names": {"client_id": "app_id", "client_secret": "app_key"}}"""));

        assertThat(life.query()).containsEntry("app_id", "the-client").doesNotContainKey("client_id");
        assertThat(life.forms()).allSatisfy(form -> assertThat(form)
                .containsEntry("app_id", "the-client")
                .containsEntry("app_key", "the-secret")
                .doesNotContainKeys("client_id", "client_secret"));
        assertThat(life.granted())
                .isEqualTo(new Outcome.Renewed(
                        Token.of("at-1"),
                        Optional.of(Token.of("rt-1")),
                        Optional.of(Duration.ofMinutes(2)),
                        Optional.of(List.of("a", "b")),
                        Optional.of(Duration.ofHours(1))));
        assertThat(life.refresh().form()).containsEntry("refresh_token", "rt-1");
        assertThat(life.renewed())
                .isEqualTo(new Outcome.Renewed(
                        Token.of("at-2"),
                        Optional.of(Token.of("rt-2")),
                        Optional.of(Duration.ofMinutes(1)),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void status201_withTokens_isASuccess() throws Exception {
        provider.answers(201, FIRST, NEXT);

        var life = provider.play(provider.settings("{}"));

        assertThat(List.of(life.granted(), life.renewed())).hasOnlyElementsOfType(Outcome.Renewed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"code\": 0, \"access_token\": \"at\"}; Renewed",
                "{\"code\": 40105, \"message\": \"token is dead\"}; Rejected",
                "{\"code\": 10012}; Transient",
                "{\"code\": 10012, \"access_token\": \"at\"}; Unknown",
                "{\"access_token\": \"at\"}; Unknown"
            })
    void successFlag_inA200_decidesAtExchangeAndRefresh(String answer, String outcome) throws Exception {
        provider.answers(answer, answer);

        var life = provider.play(provider.settings("""
                {"response": {"error": "code", "success": {"path": "code", "equals": 0}}, "dead_grant_errors": ["40105"]}"""));

        assertThat(life.query()).containsEntry("response_type", "code");
        assertThat(List.of(life.granted(), life.renewed()))
                .allSatisfy(
                        ending -> assertThat(ending.getClass().getSimpleName()).isEqualTo(outcome));
    }

    @Test
    void defaultLifetime_answersSayNothing_isTheSettings() throws Exception {
        provider.answers("{\"access_token\":\"at-1\",\"refresh_token\":\"rt-1\"}", "{\"access_token\":\"at-2\"}");
        var settings = provider.settings("{\"default_lifetime_seconds\": 7200}");

        var life = provider.play(settings);

        assertThat(List.of(life.granted(), life.renewed())).allSatisfy(ending -> {
            var stated = ((Outcome.Renewed) ending).lifetime();
            assertThat(Expiry.resolve(stated, Optional.empty(), settings.defaultLifetime()))
                    .isEqualTo(Duration.ofHours(2));
        });
    }

    @ParameterizedTest
    @CsvSource({"s, 3600", "ms, 3600000"})
    void expiryUnitAndMargin_stated_setWhenRenewalIsDue(String unit, long expiresIn) throws Exception {
        var answer = new JsonObject(FIRST).put("expires_in", expiresIn).encode();
        provider.answers(answer, answer);
        var settings = provider.settings("""
                {"response": {"expires_unit": "%s"}, "expiry_margin_seconds": 600}""".formatted(unit));

        var life = provider.play(settings);

        assertThat(List.of(life.granted(), life.renewed()))
                .allSatisfy(ending -> assertThat(due(ending, settings)).isEqualTo(NOW.plusSeconds(3000)));
    }

    @Test
    void expiryMargin_longerThanTheTokensLife_isHalfOfIt() throws Exception {
        var settings = provider.settings("{\"expiry_margin_seconds\": 86400}");

        var life = provider.play(settings);

        assertThat(List.of(life.granted(), life.renewed()))
                .allSatisfy(ending -> assertThat(due(ending, settings)).isEqualTo(NOW.plusSeconds(1800)));
    }

    @Test
    void accessTokenExchange_afterTheCode_lastsAndRenewsItself() throws Exception {
        provider.answers(
                "{\"access_token\":\"short\",\"expires_in\":3600}",
                "{\"access_token\":\"long\",\"expires_in\":5184000}",
                "{\"access_token\":\"longer\",\"expires_in\":5184000}");

        var life = provider.play(provider.settings("""
                {"lasting_token": {"url": "PROVIDER/lasting", "method": "get", "grant_type": "swap", "parameter": "present"},
                 "renewal_by_access_token":
                   {"url": "PROVIDER/renew", "grant_type": "again", "parameter": "access_token", "client_authentication": false}}"""));

        assertThat(life.query()).containsEntry("response_type", "code");
        assertThat(life.exchange().form()).containsEntry("code", "the-code");
        var second = provider.received().get(1);
        assertThat(second).extracting(Received::method, Received::path).containsExactly("GET", "/lasting");
        assertThat(FormEncoding.decode(second.query()))
                .isEqualTo(Map.of(
                        "grant_type", "swap",
                        "present", "short",
                        "client_id", "the-client",
                        "client_secret", "the-secret"));
        assertThat(life.granted()).isEqualTo(lasting("long"));
        assertThat(life.refresh().path()).isEqualTo("/renew");
        assertThat(life.refresh().form()).isEqualTo(Map.of("grant_type", "again", "access_token", "long"));
        assertThat(life.renewed()).isEqualTo(lasting("longer"));
    }

    @Test
    void privateKeyJwt_exchangeAndRefresh_carryAnAssertionAndNoSecret() throws Exception {
        var key = ClientAssertionTest.pem(ClientAssertionTest.generate("EC", new ECGenParameterSpec("secp256r1")));

        var life = provider.play(
                provider.settings("{\"client_authentication\": \"private_key_jwt\"}"),
                new ClientIdentity("the-client", Optional.of(key)));

        assertThat(life.query()).containsEntry("client_id", "the-client").doesNotContainKey("client_assertion");
        assertThat(life.forms()).allSatisfy(form -> assertThat(form)
                .containsEntry("client_id", "the-client")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .doesNotContainKey("client_secret"));
        assertThat(life.forms().stream().map(form -> form.get("client_assertion")))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(life.renewed()).isInstanceOf(Outcome.Renewed.class);
    }

    @ParameterizedTest
    @CsvSource({"access_token, bot, bot's next", "authed_user.access_token, user, user's next"})
    void severalTokens_inOneAnswer_areOneDefinitionsEach(String path, String first, String next) throws Exception {
        provider.answers(
                "{\"access_token\":\"bot\",\"authed_user\":{\"access_token\":\"user\"}}",
                "{\"access_token\":\"" + next + "\"}");

        var life = provider.play(provider.settings("""
                {"response": {"access_token": "%s", "renewals": "standard"}}""".formatted(path)));

        assertThat(life.query()).containsEntry("response_type", "code");
        assertThat(List.of(life.granted(), life.renewed()))
                .extracting(ending -> ((Outcome.Renewed) ending).accessToken())
                .containsExactly(Token.of(first), Token.of(next));
    }

    @ParameterizedTest
    @CsvSource({"basic, form", "post, form", "post, json", "post, query"})
    void clientCredentials_whenDue_areAskedForAnewAndNobodyIsSentAnywhere(String proof, String body) throws Exception {
        var settings = provider.settings("""
                {"grant": "client_credentials", "scopes": ["read"], "client_authentication": "%s", "token_body": "%s"}""".formatted(proof, body));

        var first = provider.renew(settings, CLIENT, Optional.empty(), settings.scopes());
        var next = provider.renew(settings, CLIENT, Optional.empty(), settings.scopes());

        assertThat(settings.needsPerson()).isFalse();
        assertThat(List.of(first, next))
                .extracting(ending -> ((Outcome.Renewed) ending).accessToken())
                .containsExactly(Token.of("at-1"), Token.of("at-2"));
        assertThat(provider.received()).hasSize(2).allSatisfy(request -> {
            assertThat(fields(request, body))
                    .containsEntry("grant_type", "client_credentials")
                    .containsEntry("scope", "read")
                    .doesNotContainKey("refresh_token");
            assertThat(fields(request, body).containsKey("client_secret")).isEqualTo(proof.equals("post"));
            assertThat(request.authorization() != null).isEqualTo(proof.equals("basic"));
        });
        assertThatThrownBy(() -> provider.authorization(settings)).isInstanceOf(InvalidSettings.class);
    }

    private static Map<String, Object> fields(Received request, String body) {
        return switch (body) {
            case "json" -> new JsonObject(request.body()).getMap();
            case "query" -> new HashMap<>(FormEncoding.decode(request.query()));
            default -> new HashMap<>(request.form());
        };
    }

    private static Instant due(Outcome ending, ProviderSettings settings) {
        var lifetime = ((Outcome.Renewed) ending).lifetime().orElseThrow();
        return RenewalSchedule.dueAt(NOW, lifetime, settings, Optional.empty(), NO_JITTER);
    }

    private static Outcome lasting(String token) {
        return new Outcome.Renewed(
                Token.of(token),
                Optional.of(Token.of(token)),
                Optional.of(Duration.ofDays(60)),
                Optional.empty(),
                Optional.of(Duration.ofDays(60)));
    }
}
