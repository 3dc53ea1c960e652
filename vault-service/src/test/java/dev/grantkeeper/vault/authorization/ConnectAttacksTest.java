package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mallory is an attacker, Ada the victim. Both are members of the same workspace, which is the best place to attack from. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ConnectAttacksTest {

    private static final String SCRIPT = "<script>alert(1)</script>";

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Scene scene;
    private Browser adas;
    private Browser mallorys;

    @BeforeEach
    void newScene() {
        scene = new Scene(vault, address).offering("user");
        adas = scene.browser().signIn(scene.member("ada"));
        mallorys = scene.browser().signIn(scene.member("mallory"));
    }

    @Test
    void forwardedLink_begunByAttackerAndAgreedToByVictim_connectsNothing() {
        var attackers = scene.begin(mallorys, scene.member("mallory"), "user");

        var page = adas.visit(scene.agree(attackers));

        assertThat(page.statusCode()).isEqualTo(403);
        scene.assertNotConnected("user", "mallory");
        scene.assertNotConnected("user", "ada");
    }

    @Test
    void forwardedLink_oncePresentedByVictim_isOfNoUseToTheAttackerEither() {
        var callback = scene.agree(scene.begin(mallorys, scene.member("mallory"), "user"));
        adas.visit(callback);

        assertThat(mallorys.visit(callback).statusCode()).isEqualTo(400);
        scene.assertNotConnected("user", "mallory");
    }

    @Test
    void forwardedPromptLink_openedByAnotherPerson_leadsNowhere() {
        var prompt = new JsonObject(scene.lookUp("user", "mallory").body()).getString("prompt_id");

        var page = adas.visit("/connect/" + prompt);

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.headers().firstValue("Location")).isEmpty();
        assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void forwardedLink_ofTheWorkspaceAndAgreedToByAnotherAdmin_connectsNothing() {
        scene.offering("workspace");
        var grace = scene.browser().signIn(scene.admin("grace"));
        var attackers = scene.agree(scene.begin(mallorys, scene.admin("mallory"), "workspace"));

        assertThat(grace.visit(attackers).statusCode()).isEqualTo(403);
        scene.assertNotConnected("workspace", "ada");
    }

    @Test
    void promptOfWorkspace_openedByMember_isRefused() {
        scene.offering("workspace");
        var prompt = new JsonObject(scene.lookUp("workspace", "ada").body()).getString("prompt_id");

        assertThat(adas.visit("/connect/" + prompt).statusCode()).isEqualTo(403);
    }

    @Test
    void promptOfAnotherWorkspace_openedByTheUserOfThatName_isRefused() {
        var prompt = new JsonObject(scene.lookUp("user", "ada").body()).getString("prompt_id");
        var namesake = scene.browser()
                .signIn(vault.issuer().member("other-workspace", "ada").bearer());

        assertThat(namesake.visit("/connect/" + prompt).statusCode()).isEqualTo(403);
    }

    @Test
    void promptOfAnotherIssuer_openedByTheUserOfThatName_isRefused() {
        var prompt = new JsonObject(scene.lookUp("user", "ada").body()).getString("prompt_id");
        var namesake = scene.browser()
                .signIn(vault.rival().member(scene.workspace, "ada").bearer());

        assertThat(namesake.visit("/connect/" + prompt).statusCode()).isEqualTo(403);
    }

    @Test
    void loginCsrf_victimsBrowserSentToFinishWithAttackersAccount_connectsNothing() {
        var attackers = scene.agree(scene.begin(mallorys, scene.member("mallory"), "user"));
        var begunToo = scene.begin(adas, scene.member("ada"), "user");
        var forged =
                scene.redirectUri() + "?code=" + encoded(Scene.query(attackers).get("code")) + "&state=" + "made-up"
                        + "&iss=" + encoded(vault.provider().issuer().toString());

        assertThat(begunToo).isNotBlank();
        assertThat(adas.visit(forged).statusCode()).isEqualTo(400);
        assertThat(adas.visit(attackers).statusCode()).isEqualTo(403);
        scene.assertNotConnected("user", "ada");
    }

    @Test
    void codeInjection_victimsCodeIntoAttackersFlow_failsAtPkce() {
        var stolen = Scene.query(scene.agree(scene.begin(adas, scene.member("ada"), "user")))
                .get("code");
        var attackers = scene.begin(mallorys, scene.member("mallory"), "user");

        var page = mallorys.visit(callback(attackers, "code=" + encoded(stolen)));

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("did not accept");
        scene.assertNotConnected("user", "mallory");
    }

    @Test
    void stateReplay_inTheSameBrowser_worksOnce() {
        var callback = scene.agree(scene.begin(adas, scene.member("ada"), "user"));

        assertThat(adas.visit(callback).statusCode()).isEqualTo(200);
        assertThat(adas.visit(callback).statusCode()).isEqualTo(400);
        assertThat(scene.connected("user", "ada").getLong("generation")).isEqualTo(1);
    }

    @Test
    void stateReplay_manyAtOnce_exchangesTheCodeOnce() {
        var callback = scene.agree(scene.begin(adas, scene.member("ada"), "user"));
        var before = vault.provider().calls(Endpoint.TOKEN).size();

        var visits = IntStream.range(0, 8)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> adas.visit(callback).statusCode()))
                .toList();

        assertThat(visits.stream().map(CompletableFuture::join)).containsOnlyOnce(200);
        assertThat(vault.provider().calls(Endpoint.TOKEN)).hasSize(before + 1);
    }

    @Test
    void stateReplay_afterRefusal_isRefused() {
        var url = scene.begin(adas, scene.member("ada"), "user");
        adas.visit(callback(url, "error=access_denied"));

        assertThat(adas.visit(scene.agree(url)).statusCode()).isEqualTo(400);
        scene.assertNotConnected("user", "ada");
    }

    @Test
    void state_olderThanTenMinutes_isRefused() {
        var callback = scene.agree(scene.begin(adas, scene.member("ada"), "user"));
        scene.sql("update authorization_flow set ends_at = now() - interval '1 minute' where app = ?", scene.app);

        assertThat(adas.visit(callback).statusCode()).isEqualTo(400);
        scene.assertNotConnected("user", "ada");
    }

    @Test
    void callback_inAnotherBrowserOfTheSamePerson_isRefused() {
        var callback = scene.agree(scene.begin(adas, scene.member("ada"), "user"));
        var other = scene.browser().signIn(scene.member("ada"));

        assertThat(other.visit(callback).statusCode()).isEqualTo(400);
        scene.assertNotConnected("user", "ada");
    }

    @Test
    void callback_withBrowserCookieOfAnotherFlow_isRefused() {
        var callback = scene.agree(scene.begin(adas, scene.member("ada"), "user"));
        var names = adas.cookiesAt("/callback").keySet().stream()
                .filter(name -> name.startsWith("gk-browser-"))
                .toList();
        scene.begin(adas, scene.member("ada"), "user");
        var later = adas.cookiesAt("/callback").keySet().stream()
                .filter(name -> name.startsWith("gk-browser-") && !names.contains(name))
                .findFirst()
                .orElseThrow();
        adas.keep(names.get(0), adas.cookie(later));

        assertThat(adas.visit(callback).statusCode()).isEqualTo(400);
    }

    @Test
    void callback_afterSigningOut_asksToSignInAndConnectsNothing() {
        var callback = scene.agree(scene.begin(adas, scene.member("ada"), "user"));

        assertThat(adas.signOut().visit(callback).statusCode()).isEqualTo(401);
        scene.assertNotConnected("user", "ada");
    }

    @Test
    void callback_bySamePersonOfAnotherWorkspace_isRefused() {
        var callback = scene.agree(scene.begin(adas, scene.member("ada"), "user"));
        adas.signIn(vault.issuer().member("other-workspace", "ada").bearer());

        assertThat(adas.visit(callback).statusCode()).isEqualTo(403);
    }

    @Test
    void callback_byAdminWhoIsNoneAnyMore_isRefused() {
        scene.offering("workspace");
        var grace = scene.browser().signIn(scene.admin("grace"));
        var callback = scene.agree(scene.begin(grace, scene.admin("grace"), "workspace"));

        assertThat(grace.signIn(scene.member("grace")).visit(callback).statusCode())
                .isEqualTo(403);
        scene.assertNotConnected("workspace", "ada");
    }

    @Test
    void mixUp_stateOfOneAppAtTheCallbackOfAnother_isRefused() {
        var other = scene.anotherApp().offering("user");
        var callback = scene.agree(scene.begin(adas, scene.member("ada"), "user"));

        var page = adas.visit(callback.replace(scene.app, other.app));

        assertThat(page.statusCode()).isEqualTo(400);
        scene.assertNotConnected("user", "ada");
        other.assertNotConnected("user", "ada");
    }

    @Test
    void mixUp_stateOfOneIssuersAppAtTheCallbackOfAnothers_isRefused() {
        var callback = scene.agree(scene.begin(adas, scene.member("ada"), "user"));

        assertThat(adas.visit(callback.replace("/callback/platform/", "/callback/rival/"))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&iss=https://evil.example.com"})
    void mixUp_answerOfAnotherProvider_isRefusedWhereTheIssuerIsKnown(String iss) {
        var callback =
                scene.agree(scene.begin(adas, scene.member("ada"), "user")).replaceAll("&iss=[^&]*", iss);
        var before = vault.provider().calls(Endpoint.TOKEN).size();

        assertThat(adas.visit(callback).statusCode()).isEqualTo(400);
        assertThat(vault.provider().calls(Endpoint.TOKEN)).hasSize(before);
    }

    @Test
    void settingsChangedMeanwhile_callback_isNotJudgedByTheNewOnes() {
        var callback = scene.agree(scene.begin(adas, scene.member("ada"), "user"));
        var changed = scene.oauth2();
        changed.getJsonObject("settings").put("rotation", "strict");
        scene.offering("user", changed);

        var page = adas.visit(callback);

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("start again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com/",
                "https://app.example.com.evil.example.com/",
                "https://app.example.com@evil.example.com/",
                "https://app.example.com:8443/",
                "http://app.example.com/",
                "https://app.example.com\\@evil.example.com/",
                "//app.example.com/",
                "/settings",
                "javascript:alert(1)",
                "https:app.example.com",
                "https://app.example.com/\r\nSet-Cookie: a=b",
                "https://аpp.example.com/",
            })
    void openRedirect_returnUrlOfNoKnownOrigin_isRefusedBeforeAnythingBegins(String url) {
        var answer = adas.post(
                scene.authorizationPath("user"),
                scene.member("ada"),
                new JsonObject().put("return_url", url).encode());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body())
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("field"))
                .isEqualTo("return_url");
        assertThat(scene.sql("select count(*) from authorization_flow where app = ?", scene.app))
                .isEqualTo(0L);
    }

    @Test
    void xss_throughErrorDescriptionAndAllElseTheProviderSends_isNeverRendered() {
        var url = scene.begin(adas, scene.member("ada"), "user");

        var page = adas.visit(callback(
                url,
                "error=" + encoded(SCRIPT) + "&error_description=" + encoded(SCRIPT) + "&error_uri="
                        + encoded("javascript:" + SCRIPT)));

        assertThat(page.statusCode()).isEqualTo(400);
        assertHarmless(page);
    }

    @Test
    void xss_throughThePath_isNeverRendered() {
        var page = adas.visit("/callback/platform/" + encoded(SCRIPT) + "?state=x&code=y");

        assertThat(page.statusCode()).isEqualTo(400);
        assertHarmless(page);
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, 400, did not connect",
        "unauthorized_client, 424, developer",
        "invalid_scope, 424, developer",
        "server_error, 400, could not finish",
        "temporarily_unavailable, 400, could not finish",
        "made_up_by_provider, 400, could not finish",
    })
    void providerError_isShownInOurOwnWords(String error, int status, String words) {
        var url = scene.begin(adas, scene.member("ada"), "user");

        var page = adas.visit(callback(url, "error=" + error + "&error_description=Trust%20me"));

        assertThat(page.statusCode()).isEqualTo(status);
        assertThat(page.body()).contains(words).doesNotContain("Trust me", error);
        scene.assertNotConnected("user", "ada");
    }

    @Test
    void tokenEndpoint_refusingTheClient_isMisconfiguredAndThePromptStaysOpen() {
        var prompt = new JsonObject(scene.lookUp("user", "ada").body()).getString("prompt_id");
        var callback = scene.agree(Scene.location(adas.visit("/connect/" + prompt)));
        vault.provider().next(Endpoint.TOKEN, Fault.error(401, "invalid_client"));

        assertThat(adas.visit(callback).statusCode()).isEqualTo(424);
        assertThat(adas.visit("/connect/" + prompt).statusCode()).isEqualTo(303);
    }

    @Test
    void tokenEndpoint_failing_asksToTryAgainAndThePromptStaysOpen() {
        for (var fault : List.of(
                Fault.answer(500, java.util.Map.of(), SCRIPT), Fault.cutAfterCommit(), Fault.error(429, "slow_down"))) {
            var prompt = new JsonObject(scene.lookUp("user", "ada").body()).getString("prompt_id");
            var callback = scene.agree(Scene.location(adas.visit("/connect/" + prompt)));
            vault.provider().next(Endpoint.TOKEN, fault);

            var page = adas.visit(callback);

            assertThat(page.statusCode()).isEqualTo(503);
            assertHarmless(page);
            assertThat(adas.visit("/connect/" + prompt).statusCode()).isEqualTo(303);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "?state=x",
                "?code=y",
                "?state=x&code=y&error=z",
                "?state=x&state=x&code=y",
                "?state=x&code=y&code=y",
                "?state=%FF%FE&code=%00",
            })
    void callback_thatAnswersNoRequest_isRefused(String query) {
        var page = adas.visit("/callback/platform/" + scene.app + query);

        assertThat(page.statusCode()).isEqualTo(400);
        assertHarmless(page);
    }

    @Test
    void workspaceAuthorization_byMember_isForbidden() {
        scene.offering("workspace");

        var answer = adas.post(scene.authorizationPath("workspace"), scene.member("ada"), "{}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(scene.sql("select count(*) from authorization_flow where app = ?", scene.app))
                .isEqualTo(0L);
    }

    @Test
    void database_stolenFlows_holdNothingToMakeACallbackWith() {
        var url = scene.begin(adas, scene.member("ada"), "user");
        var proof = adas.cookiesAt("/callback").entrySet().stream()
                .filter(cookie -> cookie.getKey().startsWith("gk-browser-"))
                .findFirst()
                .orElseThrow()
                .getValue();

        var row = (String) scene.sql("select f::text from authorization_flow f where app = ?", scene.app);

        assertThat(row).doesNotContain(Scene.query(url).get("state"), proof);
    }

    private static void assertHarmless(HttpResponse<String> page) {
        assertThat(page.body()).doesNotContain("<script", "alert", "javascript:");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("frame-ancestors 'none'");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    private String callback(String authorizationUrl, String answer) {
        return scene.redirectUri() + "?" + answer + "&state="
                + Scene.query(authorizationUrl).get("state") + "&iss="
                + encoded(vault.provider().issuer().toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
