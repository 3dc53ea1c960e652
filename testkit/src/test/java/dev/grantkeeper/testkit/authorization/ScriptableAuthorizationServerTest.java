package dev.grantkeeper.testkit.authorization;

import static dev.grantkeeper.testkit.authorization.Browser.error;
import static dev.grantkeeper.testkit.authorization.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.MovableClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptableAuthorizationServerTest {

    private final MovableClock clock = MovableClock.atFixedStart();
    private final ScriptableAuthorizationServer server =
            ScriptableAuthorizationServer.start(clock, Browser.CONFIDENTIAL, Browser.PUBLIC);
    private final Browser browser = new Browser(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void authorize_goodRequest_redirectsWithCodeStateAndIssuer() throws Exception {
        var answer = browser.authorize(Map.of());

        assertThat(answer).containsEntry("state", "a state&more");
        assertThat(answer).containsEntry("iss", server.issuer().toString());
        assertThat(answer).containsOnlyKeys("code", "state", "iss");
    }

    @Test
    void tokensAnywhere_unknownPath_isScriptedAndRecordedWhateverTheMethod() throws Exception {
        var url = URI.create(server.issuer() + "/v1/exchange?token=t");

        assertThat(get(url)).isEqualTo(404);
        server.tokensAnywhere();
        server.next(Endpoint.TOKEN, Fault.answer(201, Map.of(), "{}"));

        assertThat(get(url)).isEqualTo(201);
        assertThat(server.calls()).singleElement().satisfies(call -> {
            assertThat(call.endpoint()).isEqualTo(Endpoint.TOKEN);
            assertThat(call.method()).isEqualTo("GET");
            assertThat(call.path()).isEqualTo("/v1/exchange");
            assertThat(call.query()).isEqualTo("token=t");
            assertThat(call.body()).isEmpty();
        });
    }

    private static int get(URI url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, other, 400",
        "redirect_uri, http://127.0.0.1:1/callback/, 400",
    })
    void authorize_whereNobodyMayBeRedirected_isRefusedInPlace(String name, String value, String status)
            throws Exception {
        assertThat(browser.authorize(Map.of(name, value))).isEqualTo(Map.of("status", status));
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, token, unsupported_response_type",
        "code_challenge, short, invalid_request",
        "code_challenge_method, plain, invalid_request",
    })
    void authorize_badRequest_redirectsWithError(String name, String value, String error) throws Exception {
        assertThat(browser.authorize(Map.of(name, value)))
                .containsEntry("error", error)
                .doesNotContainKey("code");
    }

    @Test
    void redeem_goodCode_issuesTokensThatIntrospectionKnows() throws Exception {
        server.accessTokenLifetime(Duration.ofSeconds(10));
        var tokens = browser.connect(Map.of("login_hint", "bob"));

        assertThat(tokens.getInteger("expires_in")).isEqualTo(10);
        assertThat(tokens.getString("token_type")).isEqualTo("Bearer");
        var description = json(browser.post(Endpoint.INTROSPECTION, Map.of("token", tokens.getString("access_token"))));
        assertThat(description.getBoolean("active")).isTrue();
        assertThat(description.getString("sub")).isEqualTo("bob");
        assertThat(description.getString("scope")).isEqualTo("read write");
        assertThat(description.getLong("exp"))
                .isEqualTo(clock.instant().plusSeconds(10).getEpochSecond());

        clock.advance(Duration.ofSeconds(10));
        assertThat(browser.active(tokens.getString("access_token"))).isFalse();
        assertThat(browser.active(tokens.getString("refresh_token"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "code_verifier, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX",
        "redirect_uri, http://127.0.0.1:1/elsewhere",
        "code, guessed",
    })
    void redeem_somethingDiffers_isInvalidGrant(String name, String value) throws Exception {
        var code = browser.authorize(Map.of()).get("code");

        assertThat(error(browser.redeem(code, Map.of(name, value)))).isEqualTo("400 invalid_grant");
    }

    @Test
    void redeem_codeTwice_killsWhatTheFirstGave() throws Exception {
        var code = browser.authorize(Map.of()).get("code");
        var tokens = json(browser.redeem(code, Map.of()));

        assertThat(error(browser.redeem(code, Map.of()))).isEqualTo("400 invalid_grant");
        assertThat(browser.active(tokens.getString("access_token"))).isFalse();
    }

    @Test
    void redeem_expiredCode_isInvalidGrant() throws Exception {
        var code = browser.authorize(Map.of()).get("code");
        clock.advance(Duration.ofSeconds(61));

        assertThat(error(browser.redeem(code, Map.of()))).isEqualTo("400 invalid_grant");
    }

    @Test
    void clientAuthentication_eachWayAlone_isAccepted() throws Exception {
        var form = Map.of("grant_type", "client_credentials", "client_id", "app", "client_secret", "p:ss wörd");

        assertThat(browser.send(Endpoint.TOKEN, form, Map.of()).statusCode()).isEqualTo(200);
        var basic = browser.post(Endpoint.TOKEN, Map.of("grant_type", "client_credentials", "scope", "jobs"));
        assertThat(json(basic).getString("scope")).isEqualTo("jobs");
        assertThat(json(basic).containsKey("refresh_token")).isFalse();
        assertThat(browser.active(json(basic).getString("access_token"))).isTrue();

        var code = browser.authorize(Map.of("client_id", "spa")).get("code");
        var publicForm = Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "spa",
                "code",
                code,
                "redirect_uri",
                Browser.REDIRECT_URI,
                "code_verifier",
                Browser.VERIFIER);
        assertThat(browser.send(Endpoint.TOKEN, publicForm, Map.of()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void clientAuthentication_bad_isRefused() throws Exception {
        var grant = "client_credentials";

        assertThat(error(browser.post(Endpoint.TOKEN, Map.of("grant_type", grant, "client_secret", "p:ss wörd"))))
                .isEqualTo("400 invalid_request");
        var wrong = browser.send(
                Endpoint.TOKEN, Map.of("grant_type", grant, "client_id", "app", "client_secret", "no"), Map.of());
        assertThat(error(wrong)).isEqualTo("401 invalid_client");
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(error(browser.send(Endpoint.TOKEN, Map.of("grant_type", grant, "client_id", "app"), Map.of())))
                .isEqualTo("401 invalid_client");
        assertThat(error(browser.send(Endpoint.TOKEN, Map.of("grant_type", grant, "client_id", "spa"), Map.of())))
                .isEqualTo("400 unauthorized_client");
        assertThat(error(
                        browser.send(Endpoint.INTROSPECTION, Map.of("token", "x"), Map.of("Authorization", "Basic !"))))
                .isEqualTo("401 invalid_client");
        assertThat(error(browser.post(Endpoint.TOKEN, Map.of("grant_type", "password"))))
                .isEqualTo("400 unsupported_grant_type");
    }

    @Test
    void refresh_noRotation_keepsOneRefreshToken() throws Exception {
        server.rotation(Rotation.none());
        var first = browser.connect(Map.of()).getString("refresh_token");

        for (int i = 0; i < 3; i++) {
            assertThat(json(browser.refresh(first)).containsKey("refresh_token"))
                    .isFalse();
        }

        assertThat(server.presentations()).isEqualTo(Map.of(first, 3));
    }

    @Test
    void refresh_strict_usesEachTokenOnceAndPunishesReuse() throws Exception {
        var first = browser.connect(Map.of()).getString("refresh_token");
        var renewed = json(browser.refresh(first));
        var second = renewed.getString("refresh_token");
        assertThat(second).isNotEqualTo(first);
        assertThat(browser.active(first)).isFalse();

        assertThat(error(browser.refresh(first))).isEqualTo("400 invalid_grant");

        assertThat(error(browser.refresh(second))).isEqualTo("400 invalid_grant");
        assertThat(browser.active(renewed.getString("access_token"))).isFalse();
        assertThat(server.presentations()).isEqualTo(Map.of(first, 2, second, 1));
    }

    @Test
    void refresh_withGrace_forgivesReuseUntilItEnds() throws Exception {
        server.rotation(Rotation.withGrace(Duration.ofSeconds(30)));
        var first = browser.connect(Map.of()).getString("refresh_token");
        var second = json(browser.refresh(first)).getString("refresh_token");

        clock.advance(Duration.ofSeconds(29));
        var sibling = json(browser.refresh(first)).getString("refresh_token");
        assertThat(sibling).isNotIn(first, second);
        assertThat(browser.active(second)).isTrue();

        clock.advance(Duration.ofSeconds(1));
        assertThat(error(browser.refresh(first))).isEqualTo("400 invalid_grant");
        assertThat(error(browser.refresh(sibling))).isEqualTo("400 invalid_grant");
    }

    @Test
    void refresh_scope_mayShrinkButNotGrow() throws Exception {
        var token = browser.connect(Map.of()).getString("refresh_token");
        var form = Map.of("grant_type", "refresh_token", "refresh_token", token);

        assertThat(error(browser.post(Endpoint.TOKEN, plus(form, "scope", "read admin"))))
                .isEqualTo("400 invalid_scope");
        assertThat(json(browser.post(Endpoint.TOKEN, plus(form, "scope", "read")))
                        .getString("scope"))
                .isEqualTo("read");
    }

    @Test
    void revoke_refreshToken_takesTheGrantWithIt() throws Exception {
        var tokens = browser.connect(Map.of());

        assertThat(browser.post(Endpoint.REVOCATION, Map.of("token", tokens.getString("refresh_token")))
                        .statusCode())
                .isEqualTo(200);

        assertThat(browser.active(tokens.getString("access_token"))).isFalse();
        assertThat(error(browser.refresh(tokens.getString("refresh_token")))).isEqualTo("400 invalid_grant");
    }

    @Test
    void revoke_accessTokenOrUnknown_leavesTheGrant() throws Exception {
        var tokens = browser.connect(Map.of());

        browser.post(Endpoint.REVOCATION, Map.of("token", tokens.getString("access_token")));
        assertThat(browser.post(Endpoint.REVOCATION, Map.of("token", "unknown")).statusCode())
                .isEqualTo(200);

        assertThat(browser.active(tokens.getString("access_token"))).isFalse();
        assertThat(browser.refresh(tokens.getString("refresh_token")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void revokeGrants_ofOneUser_leavesTheOthers() throws Exception {
        var adas = browser.connect(Map.of()).getString("refresh_token");
        var bobs = browser.connect(Map.of("login_hint", "bob")).getString("refresh_token");
        var bobsSecond = browser.connect(Map.of("login_hint", "bob")).getString("refresh_token");

        assertThat(server.revokeGrants("ada")).isOne();
        assertThat(server.revokeGrantOf(bobsSecond)).isTrue();
        assertThat(server.revokeGrantOf(bobsSecond)).isFalse();

        assertThat(error(browser.refresh(adas))).isEqualTo("400 invalid_grant");
        assertThat(error(browser.refresh(bobsSecond))).isEqualTo("400 invalid_grant");
        assertThat(browser.refresh(bobs).statusCode()).isEqualTo(200);
    }

    @Test
    void calls_afterOneRefresh_tellAllOfIt() throws Exception {
        var token = browser.connect(Map.of()).getString("refresh_token");
        clock.advance(Duration.ofSeconds(7));
        browser.refresh(token);

        var last = server.calls(Endpoint.TOKEN).get(1);
        assertThat(last.refreshToken()).hasValue(token);
        assertThat(last.grantType()).hasValue("refresh_token");
        assertThat(last.at()).isEqualTo(clock.instant());
        assertThat(last.headers()).containsEntry("content-type", "application/x-www-form-urlencoded");
        assertThat(server.calls().get(0).parameters()).containsEntry("state", "a state&more");
        assertThat(server.issuedSecrets()).hasSize(5).contains(token);
    }

    private static Map<String, String> plus(Map<String, String> form, String name, String value) {
        var all = new HashMap<>(form);
        all.put(name, value);
        return all;
    }
}
