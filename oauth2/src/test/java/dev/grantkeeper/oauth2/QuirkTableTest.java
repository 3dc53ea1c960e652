package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.PlayedProvider.CALLBACK;
import static dev.grantkeeper.oauth2.PlayedProvider.CLIENT;
import static dev.grantkeeper.oauth2.PlayedProvider.FIRST;
import static dev.grantkeeper.oauth2.PlayedProvider.PKCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.LoopbackProvider.Received;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rows of docs/provider-quirks.md about what is sent: each stated as a developer would, and played from the authorization
 * over the exchange of the code to the refresh. {@link QuirkTableAnswersTest} has those about what comes back.
 */
class QuirkTableTest {
    private static final Map<String, String> CORE_EXCHANGE = Map.of(
            "grant_type", "authorization_code",
            "code", "the-code",
            "redirect_uri", CALLBACK.toString(),
            "code_verifier", PKCE.verifier().reveal(),
            "client_id", "the-client",
            "client_secret", "the-secret");
    private static final Map<String, String> CORE_REFRESH = Map.of(
            "grant_type", "refresh_token",
            "refresh_token", "rt-1",
            "client_id", "the-client",
            "client_secret", "the-secret");

    @RegisterExtension
    final PlayedProvider provider = new PlayedProvider();

    @Test
    void core_scopesAlone_isACodeGrantInAFormWithTheSecretAndS256() throws Exception {
        var life = provider.play(provider.settings("{\"scopes\": [\"read\", \"write:all\"]}"));

        assertThat(life.query())
                .isEqualTo(Map.of(
                        "response_type", "code",
                        "client_id", "the-client",
                        "redirect_uri", CALLBACK.toString(),
                        "scope", "read write:all",
                        "state", "the-state",
                        "code_challenge", PKCE.challenge(),
                        "code_challenge_method", "S256"));
        assertThat(life.exchange().form()).isEqualTo(CORE_EXCHANGE);
        assertThat(life.refresh().form()).isEqualTo(CORE_REFRESH);
        assertThat(List.of(life.exchange(), life.refresh())).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.headers().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
            assertThat(request.authorization()).isNull();
        });
        assertThat(life.granted()).isEqualTo(tokens("at-1", "rt-1"));
        assertThat(life.renewed()).isEqualTo(tokens("at-2", "rt-2"));
    }

    @Test
    void connectionInputs_saidByThePerson_fillUrlsParametersAndScopes() throws Exception {
        var stated = provider.stated("""
                {"connection_inputs": {
                   "site": {"title": "Site", "example": "north", "pattern": "[a-z]+"},
                   "region": {"title": "Region", "example": "eu", "pattern": "eu|us", "default": "us"}},
                 "authorization_url": "https://{site}.p.example/{region}/authorize",
                 "token_url": "PROVIDER/{site}/token?region={region}",
                 "refresh_url": "PROVIDER/{site}/refresh",
                 "scopes": ["crm:{site}"],
                 "authorization_parameters": {"audience": "https://{site}.api.p.example"},
                 "token_parameters": {"tenant": "{site}"}}""");

        var life = provider.play(stated.with(Map.of("site", "south")).settings());

        assertThat(life.authorization()).hasHost("south.p.example").hasPath("/us/authorize");
        assertThat(life.query())
                .containsEntry("audience", "https://south.api.p.example")
                .containsEntry("scope", "crm:south");
        assertThat(life.exchange())
                .extracting(Received::path, Received::query)
                .containsExactly("/south/token", "region=us");
        assertThat(life.refresh().path()).isEqualTo("/south/refresh");
        assertThat(life.forms()).allSatisfy(form -> assertThat(form).containsEntry("tenant", "south"));
        assertThat(life.renewed()).isEqualTo(tokens("at-2", "rt-2"));
    }

    @Test
    void authorizationParameters_stated_goWithTheAuthorizationAlone() throws Exception {
        var life = provider.play(provider.settings("""
                {"authorization_parameters":
                   {"prompt": "consent", "access_type": "offline", "audience": "https://api.p.example"}}"""));

        assertThat(life.authorization().getRawQuery())
                .startsWith(
                        "prompt=consent&access_type=offline&audience=https%3A%2F%2Fapi.p.example&response_type=code&");
        assertThat(life.exchange().form()).isEqualTo(CORE_EXCHANGE);
        assertThat(life.refresh().form()).isEqualTo(CORE_REFRESH);
    }

    @Test
    void pkceOff_noStep_speaksOfIt() throws Exception {
        var life = provider.play(provider.settings("{\"pkce\": false}"));

        assertThat(life.query())
                .doesNotContainKeys("code_challenge", "code_challenge_method")
                .containsEntry("state", "the-state");
        assertThat(life.forms()).allSatisfy(form -> assertThat(form).doesNotContainKey("code_verifier"));
        assertThat(life.granted()).isEqualTo(tokens("at-1", "rt-1"));
    }

    @ParameterizedTest
    @CsvSource({"basic, the-client:the-secret", "basic_secret_only, the-secret:"})
    void basic_eitherWay_provesTheClientInTheHeaderAlone(String stated, String pair) throws Exception {
        var life = provider.play(provider.settings("{\"client_authentication\": \"" + stated + "\"}"));

        assertThat(life.query()).containsEntry("client_id", "the-client").doesNotContainKey("client_secret");
        var header = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        assertThat(List.of(life.exchange(), life.refresh())).allSatisfy(request -> {
            assertThat(request.headers().getAll("Authorization")).containsExactly(header);
            assertThat(request.form()).doesNotContainKeys("client_id", "client_secret");
        });
        assertThat(life.renewed()).isEqualTo(tokens("at-2", "rt-2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                ", scope=mail:read%2Cmail:send [] mail:read,mail:send",
                ", scope=mail:read,mail:send [\"scope\"] mail:read,mail:send",
                ", scope=mail:read,mail:send [\"scope\"] 'mail:read, mail:send'",
                "+ scope=mail:read%2Bmail:send [] mail:read+mail:send",
                "+ scope=mail:read+mail:send [\"scope\"] 'mail:read mail:send'",
                "| scope=mail:read%7Cmail:send [] mail:read|mail:send"
            })
    void scopeSeparator_stated_joinsWhatIsAskedAndPartsWhatIsGranted(
            String separator, String asked, String unencoded, String granted) throws Exception {
        var answer = new JsonObject(FIRST).put("scope", granted).encode();
        provider.answers(answer, answer);
        var settings = provider.settings("""
                {"scopes": ["mail:read", "mail:send"], "scope_separator": "%s", "unencoded_parameters": %s}""".formatted(separator, unencoded));

        var authorization = provider.authorization(settings).getRawQuery();
        var outcome =
                provider.exchange(settings, CLIENT, provider.callback(settings).code());
        var renewed = provider.renew(settings, CLIENT, Optional.of(Token.of("rt-1")), settings.scopes());

        assertThat(authorization.replace("%3A", ":")).contains("&" + asked + "&");
        assertThat(provider.received().get(0).form()).doesNotContainKey("scope");
        assertThat(provider.received().get(1).form()).containsEntry("scope", "mail:read" + separator + "mail:send");
        assertThat(List.of(outcome, renewed)).allSatisfy(ending -> assertThat(((Outcome.Renewed) ending).scopes())
                .contains(List.of("mail:read", "mail:send")));
    }

    @Test
    void tokenBodyJson_exchangeAndRefresh_areObjectsOfStrings() throws Exception {
        var life = provider.play(provider.settings("{\"token_body\": \"json\"}"));

        assertThat(life.query()).containsEntry("response_type", "code");
        assertThat(new JsonObject(life.exchange().body()).getMap()).isEqualTo(CORE_EXCHANGE);
        assertThat(new JsonObject(life.refresh().body()).getMap()).isEqualTo(CORE_REFRESH);
        assertThat(List.of(life.exchange(), life.refresh())).allSatisfy(request -> {
            assertThat(request.headers().get("Content-Type")).isEqualTo("application/json");
            assertThat(request.query()).isNull();
        });
        assertThat(life.renewed()).isEqualTo(tokens("at-2", "rt-2"));
    }

    @Test
    void authorizeUrl_parametersRefused_areLeftOutEverywhere() throws Exception {
        var life = provider.play(provider.settings("""
                {"omitted_parameters": ["response_type", "redirect_uri", "scope", "grant_type"], "scopes": ["read"]}"""));

        assertThat(life.query())
                .doesNotContainKeys("response_type", "redirect_uri", "scope")
                .containsKeys("client_id", "state", "code_challenge");
        assertThat(life.exchange().form())
                .doesNotContainKeys("redirect_uri", "grant_type")
                .containsKey("code");
        assertThat(life.refresh().form())
                .doesNotContainKeys("scope", "grant_type")
                .containsKey("refresh_token");
    }

    @Test
    void authorizeUrl_parametersWithoutAValue_areLeftOutEverywhere() throws Exception {
        var life = provider.play(provider.settings("""
                {"authorization_parameters": {"prompt": "", "audience": "api"}, "token_parameters": {"tenant": ""},
                 "exchange_parameters": {"format": ""}, "refresh_parameters": {"mode": ""}}"""));

        assertThat(life.query()).doesNotContainKeys("prompt", "scope").containsEntry("audience", "api");
        assertThat(life.exchange().form()).isEqualTo(CORE_EXCHANGE);
        assertThat(life.refresh().form()).isEqualTo(CORE_REFRESH);
    }

    @Test
    void authorizeUrl_fragmentAndUnencodedScope_areTheAuthorizationsAlone() throws Exception {
        var settings = provider.settings("""
                {"authorization_fragment": "wechat_redirect", "unencoded_parameters": ["scope"],
                 "scopes": ["https://p.example/auth/mail", "a&b=c"]}""");
        var life = provider.play(settings);

        assertThat(life.authorization().getRawQuery())
                .contains("&scope=https://p.example/auth/mail%20a%26b%3Dc&")
                .contains("redirect_uri=https%3A%2F%2F");
        assertThat(life.authorization()).hasFragment("wechat_redirect");
        assertThat(life.exchange().form()).isEqualTo(CORE_EXCHANGE);
        assertThat(life.refresh().form()).isEqualTo(CORE_REFRESH);
    }

    @Test
    void authorizeUrl_codeByAnotherName_isReadFromTheCallbackAndRedeemed() throws Exception {
        provider.comesBackWith(Map.of("code", "of something else", "auth_code", "the-code"));

        var life = provider.play(provider.settings("""
                {"code_parameter": "auth_code", "parameter_names": {"code": "auth_code"}}"""));

        assertThat(life.query()).containsEntry("response_type", "code");
        assertThat(life.callback().code()).isEqualTo(Token.of("the-code"));
        assertThat(life.exchange().form())
                .containsEntry("auth_code", "the-code")
                .doesNotContainKey("code");
        assertThat(life.refresh().form()).isEqualTo(CORE_REFRESH);
    }

    @Test
    void furtherParametersAndHeaders_stated_goWithTheirRequestAlone() throws Exception {
        var life = provider.play(provider.settings("""
                {"token_parameters": {"audience": "api"}, "exchange_parameters": {"format": "token"},
                 "refresh_parameters": {"mode": "renew"}, "token_headers": {"X-Version": "7", "Accept": "text/json"},
                 "refresh_headers": {"X-Renew": "1"}}"""));

        assertThat(life.query()).doesNotContainKeys("audience", "format", "mode");
        assertThat(life.exchange().form())
                .hasSize(CORE_EXCHANGE.size() + 2)
                .containsAllEntriesOf(CORE_EXCHANGE)
                .containsAllEntriesOf(Map.of("audience", "api", "format", "token"));
        assertThat(life.refresh().form())
                .hasSize(CORE_REFRESH.size() + 2)
                .containsAllEntriesOf(CORE_REFRESH)
                .containsAllEntriesOf(Map.of("audience", "api", "mode", "renew"));
        assertThat(List.of(life.exchange(), life.refresh())).allSatisfy(request -> {
            assertThat(request.headers().getAll("X-Version")).containsExactly("7");
            assertThat(request.headers().getAll("Accept")).containsExactly("text/json");
        });
        assertThat(life.exchange().headers().get("X-Renew")).isNull();
        assertThat(life.refresh().headers().get("X-Renew")).isEqualTo("1");
    }

    @Test
    void publicClient_withoutASecret_isNamedAndProvenByPkceAlone() throws Exception {
        var settings = provider.settings("{\"client_authentication\": \"none\"}");

        var life = provider.play(settings, new ClientIdentity("the-client", Optional.empty()));

        assertThat(life.query()).containsEntry("code_challenge", PKCE.challenge());
        assertThat(life.exchange().form())
                .containsEntry("code_verifier", PKCE.verifier().reveal());
        assertThat(List.of(life.exchange(), life.refresh())).allSatisfy(request -> {
            assertThat(request.form()).containsEntry("client_id", "the-client").doesNotContainKey("client_secret");
            assertThat(request.authorization()).isNull();
        });
        assertThat(life.renewed()).isEqualTo(tokens("at-2", "rt-2"));
    }

    private static Outcome tokens(String access, String refresh) {
        return new Outcome.Renewed(
                Token.of(access),
                Optional.of(Token.of(refresh)),
                Optional.of(Duration.ofHours(1)),
                Optional.empty(),
                Optional.empty());
    }
}
