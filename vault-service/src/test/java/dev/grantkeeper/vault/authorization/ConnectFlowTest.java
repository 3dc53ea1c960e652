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
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ConnectFlowTest {

    TestVault vault;

    @Inject
    EndedFlows ended;

    @TestHTTPResource
    URI address;

    private Scene scene;

    @BeforeEach
    void newScene() {
        scene = new Scene(vault, address);
    }

    @Test
    void prompt_followedBySignedInUser_connectsAndResolvesIt() {
        scene.offering("user");
        var prompt = prompt("user", "ada");
        var browser = scene.browser().signIn(scene.member("ada"));

        var toProvider = browser.visit("/connect/" + prompt);
        var page = browser.visit(scene.agree(Scene.location(toProvider)));

        assertThat(toProvider.statusCode()).isEqualTo(303);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Connected", scene.app);
        var connection = scene.connected("user", "ada");
        assertThat(vault.provider().issuedSecrets()).contains(connection.getString("value"));
        assertThat(connection.getJsonArray("scopes")).containsExactly("mail.read", "mail.send");
        assertThat(connection.getJsonObject("created_by").getString("id")).isEqualTo("ada");
        assertThat(browser.visit("/connect/" + prompt).statusCode()).isEqualTo(404);
    }

    @Test
    void callback_codeByTheProvidersName_connects() {
        scene.offering("user");
        var dialect = scene.oauth2();
        dialect.getJsonObject("settings").put("code_parameter", "auth_code");
        scene.offering("user", dialect);
        var browser = scene.browser().signIn(scene.member("ada"));

        var callback = scene.agree(scene.begin(browser, scene.member("ada"), "user"));
        var page = browser.visit(callback.replaceFirst("([?&])code=", "$1auth_code="));

        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(scene.connected("user", "ada").getString("value")).isNotEmpty();
    }

    @Test
    void callback_codeByAnotherNameThanTheProviders_connectsNothing() {
        scene.offering("user");
        var browser = scene.browser().signIn(scene.member("ada"));

        var callback = scene.agree(scene.begin(browser, scene.member("ada"), "user"));
        var page = browser.visit(callback.replaceFirst("([?&])code=", "$1auth_code="));

        assertThat(page.statusCode()).isEqualTo(400);
        scene.assertNotConnected("user", "ada");
    }

    @Test
    void prompt_ofWorkspaceFollowedByAdmin_connectsForEveryUser() {
        scene.offering("workspace");
        var prompt = prompt("workspace", "ada");
        var browser = scene.browser().signIn(scene.admin("grace"));

        var page = browser.visit(scene.agree(Scene.location(browser.visit("/connect/" + prompt))));

        assertThat(page.statusCode()).isEqualTo(200);
        var connection = scene.connected("workspace", "linus");
        assertThat(connection.getJsonObject("owned_by").getString("id")).isEqualTo(scene.workspace);
        assertThat(connection.getJsonObject("created_by").getString("id")).isEqualTo("grace");
    }

    @Test
    void authorization_begunByFrontEnd_returnsToTheAllowedUrl() {
        scene.offering("user");
        var browser = scene.browser().signIn(scene.member("ada"));
        var back = "https://app.example.com/settings?tab=connections#email";

        var url = scene.begin(browser, scene.member("ada"), "user", new JsonObject().put("return_url", back));
        var answer = browser.visit(scene.agree(url));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(Scene.location(answer)).isEqualTo(back);
        assertThat(scene.connected("user", "ada").getLong("generation")).isEqualTo(1);
    }

    @Test
    void authorization_begun_sendsStandardRequestWithPkce() {
        scene.offering("user");
        var before = Instant.now();

        var answer = scene.browser().post(scene.authorizationPath("user"), scene.member("ada"), "");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        var begun = new JsonObject(answer.body());
        assertThat(begun.getInstant("expires_at"))
                .isBetween(before.plus(Duration.ofMinutes(9)), Instant.now().plus(Duration.ofMinutes(11)));
        assertThat(Scene.query(begun.getString("authorization_url")))
                .containsAllEntriesOf(Map.of(
                        "response_type", "code",
                        "client_id", scene.app,
                        "redirect_uri", scene.redirectUri(),
                        "scope", "mail.read mail.send",
                        "code_challenge_method", "S256"))
                .hasEntrySatisfying("state", state -> assertThat(state).hasSize(43))
                .hasEntrySatisfying(
                        "code_challenge", challenge -> assertThat(challenge).hasSize(43));
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("gk-browser-[0-9a-f-]{36}=[\\w-]{43}; Path=/callback; Max-Age=600; HttpOnly; SameSite=Lax");
    }

    @Test
    void authorization_withPkceOff_connectsWithoutChallengeAndVerifier() {
        var definition = scene.offering("user").oauth2();
        definition.getJsonObject("settings").put("pkce", false);
        scene.offering("user", definition);
        var browser = scene.browser().signIn(scene.member("ada"));

        var url = scene.begin(browser, scene.member("ada"), "user");

        assertThat(Scene.query(url)).doesNotContainKey("code_challenge");
        assertThat(scene.sql("select code_verifier from authorization_flow where app = ?", scene.app))
                .isNull();
        answersWithoutRefreshToken("a-token");
        assertThat(browser.visit(callback(url, "code=anything")).statusCode()).isEqualTo(200);
        assertThat(vault.provider().awaitCalls(Endpoint.TOKEN, 1))
                .last()
                .satisfies(call -> assertThat(call.parameters()).doesNotContainKey("code_verifier"));
    }

    @Test
    void reconnect_withNewRefreshToken_keepsIdAndMakesNewGrant() {
        scene.offering("user");
        var browser = scene.browser().signIn(scene.member("ada"));
        scene.connect(browser, scene.member("ada"), "user");
        var first = scene.connected("user", "ada");
        var firstGrant = grant();

        scene.connect(browser, scene.member("ada"), "user");

        var second = scene.connected("user", "ada");
        assertThat(second.getString("id")).isEqualTo(first.getString("id"));
        assertThat(second.getLong("generation")).isEqualTo(2);
        assertThat(second.getString("value")).isNotEqualTo(first.getString("value"));
        assertThat(grant()).isNotEqualTo(firstGrant);
        assertThat(refreshGeneration()).isEqualTo(2L);
    }

    @Test
    void reconnect_withoutRefreshToken_keepsTheOldOneAndItsGrant() {
        scene.offering("user");
        var browser = scene.browser().signIn(scene.member("ada"));
        scene.connect(browser, scene.member("ada"), "user");
        var firstGrant = grant();

        answersWithoutRefreshToken("a-second-token");
        scene.connect(browser, scene.member("ada"), "user");

        assertThat(scene.connected("user", "ada").getString("value")).isEqualTo("a-second-token");
        assertThat(scene.connected("user", "ada").getLong("generation")).isEqualTo(2);
        assertThat(refreshGeneration()).isEqualTo(1L);
        assertThat(scene.sql("select refresh_sealed_at from connection where app = ?", scene.app))
                .isEqualTo(1L);
        assertThat(grant()).isEqualTo(firstGrant);
    }

    @ParameterizedTest
    @CsvSource({
        "auth_required, grant_revoked, false",
        "auth_required, outcome_unknown, false",
        "connected, , true",
    })
    void reconnect_withoutRefreshToken_dropsOneThatIsDeadOrDoubtful(String status, String failure, boolean unknown) {
        scene.offering("user");
        var browser = scene.browser().signIn(scene.member("ada"));
        scene.connect(browser, scene.member("ada"), "user");
        scene.sql(
                "update connection set status = ?, failure = ?, unknown_since = case when ? then now() end where app = ?",
                status,
                failure,
                unknown,
                scene.app);

        answersWithoutRefreshToken("a-second-token");
        scene.connect(browser, scene.member("ada"), "user");

        assertThat(refreshGeneration()).isNull();
        assertThat(scene.sql("select status from connection where app = ?", scene.app))
                .isEqualTo("connected");
    }

    @Test
    void reconnect_withoutRefreshTokenAsAnotherClient_dropsTheOldOne() {
        scene.offering("user");
        var browser = scene.browser().signIn(scene.member("ada"));
        scene.connect(browser, scene.member("ada"), "user");
        scene.offering("user", scene.oauth2().put("client_id", scene.app + "-2"));

        var url = scene.begin(browser, scene.member("ada"), "user");
        answersWithoutRefreshToken("a-second-token");
        browser.visit(callback(url, "code=anything"));

        assertThat(scene.connected("user", "ada").getString("value")).isEqualTo("a-second-token");
        assertThat(refreshGeneration()).isNull();
    }

    @Test
    void tokens_withStatedLifetime_areDueAheadOfIt() {
        scene.offering("user");
        var browser = scene.browser().signIn(scene.member("ada"));
        vault.provider()
                .next(
                        Endpoint.TOKEN,
                        token(new JsonObject()
                                .put("access_token", "t")
                                .put("refresh_token", "r")
                                .put("expires_in", 7200)
                                .put("scope", "mail.read")));

        scene.connect(browser, scene.member("ada"), "user");

        assertThat(scene.connected("user", "ada").getJsonArray("scopes")).containsExactly("mail.read");
        assertThat(scene.sql("select lifetime_ms from connection where app = ?", scene.app))
                .isEqualTo(7_200_000L);
        assertThat(scene.sql(
                        "select expires_at - due_at between interval '21 min' and interval '27 min' from connection"
                                + " where app = ?",
                        scene.app))
                .isEqualTo(true);
    }

    @Test
    void token_thatNobodyGaveAnEndAndNothingRenews_livesOn() {
        scene.offering("user");
        var browser = scene.browser().signIn(scene.member("ada"));
        vault.provider().next(Endpoint.TOKEN, token(new JsonObject().put("access_token", "for-ever")));

        scene.connect(browser, scene.member("ada"), "user");

        var connection = scene.connected("user", "ada");
        assertThat(connection.getString("value")).isEqualTo("for-ever");
        assertThat(connection.containsKey("expires_at")).isFalse();
        assertThat(scene.sql("select due_at from connection where app = ?", scene.app))
                .isNull();
    }

    @Test
    void flows_severalInOneBrowser_allFinish() {
        scene.offering("user").offering("workspace");
        var browser = scene.browser().signIn(scene.admin("grace"));

        var first = scene.begin(browser, scene.admin("grace"), "user");
        var second = scene.begin(browser, scene.admin("grace"), "workspace");

        assertThat(browser.visit(scene.agree(first)).statusCode()).isEqualTo(200);
        assertThat(browser.visit(scene.agree(second)).statusCode()).isEqualTo(200);
    }

    @Test
    void flows_beyondTwentyOfOnePerson_dropTheOldest() {
        scene.offering("user");
        var browser = scene.browser().signIn(scene.member("ada"));
        var oldest = scene.begin(browser, scene.member("ada"), "user");
        var others = scene.begin(scene.browser(), scene.member("grace"), "user");

        for (int i = 0; i < 20; i++) {
            scene.begin(browser, scene.member("ada"), "user");
        }

        assertThat(scene.sql("select count(*) from authorization_flow where app = ? and user_id = 'ada'", scene.app))
                .isEqualTo(20L);
        assertThat(browser.visit(scene.agree(oldest)).statusCode()).isEqualTo(400);
        assertThat(others).isNotBlank();
        assertThat(scene.sql("select count(*) from authorization_flow where app = ? and user_id = 'grace'", scene.app))
                .isEqualTo(1L);
    }

    @Test
    void prompt_ofSecretDefinition_saysWhereTheKeyGoes() {
        scene.offering("user", new JsonObject().put("type", "secret"));
        var prompt = prompt("user", "ada");
        var browser = scene.browser().signIn(scene.member("ada"));

        var page = browser.visit("/connect/" + prompt);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("needs a key", scene.app);
    }

    @Test
    void authorization_ofSecretDefinition_isConflict() {
        scene.offering("user", new JsonObject().put("type", "secret"));

        assertThat(reason(scene.browser().post(scene.authorizationPath("user"), scene.member("ada"), "{}")))
                .isEqualTo("CONFLICT");
    }

    @Test
    void authorization_ofAppWithoutDefinition_isNotConfigured() {
        assertThat(reason(scene.browser().post(scene.authorizationPath("user"), scene.member("ada"), "{}")))
                .isEqualTo("NOT_CONFIGURED");
    }

    @Test
    void authorization_ofUnknownOwnerKind_isInvalid() {
        scene.offering("user");

        assertThat(reason(scene.browser().post(scene.authorizationPath("team"), scene.member("ada"), "{}")))
                .isEqualTo("INVALID");
    }

    @Test
    void flows_tooOldToBeFinished_areSwept() {
        scene.offering("user");
        scene.begin(scene.browser(), scene.member("ada"), "user");
        scene.begin(scene.browser(), scene.member("grace"), "user");
        scene.sql(
                "update authorization_flow set ends_at = now() - interval '1 minute' where app = ? and user_id = 'ada'",
                scene.app);

        ended.sweep().await().atMost(Duration.ofSeconds(10));

        assertThat(scene.sql("select string_agg(user_id, ',') from authorization_flow where app = ?", scene.app))
                .isEqualTo("grace");
    }

    @Test
    void metrics_tellBegunFinishedAndRefusedByReason() {
        scene.offering("user");
        var browser = scene.browser().signIn(scene.member("ada"));
        scene.connect(browser, scene.member("ada"), "user");
        browser.visit(callback(scene.begin(browser, scene.member("ada"), "user"), "error=access_denied"));

        assertThat(browser.visit("/q/metrics").body())
                .containsPattern("grantkeeper_authorizations_begun_total [1-9]")
                .containsPattern("grantkeeper_authorizations_finished_total [1-9]")
                .containsPattern("grantkeeper_authorizations_refused_total\\{reason=\"denied\",?} [1-9]");
    }

    @ParameterizedTest
    @CsvSource({"00000000-0000-0000-0000-000000000000", "not-an-id", "%3Cscript%3E"})
    void prompt_unknown_isNothingToDo(String id) {
        var page = scene.browser().signIn(scene.member("ada")).visit("/connect/" + id);

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).doesNotContain("script");
    }

    private Fault token(JsonObject body) {
        return Fault.answer(200, Map.of("Content-Type", "application/json"), body.encode());
    }

    private void answersWithoutRefreshToken(String accessToken) {
        vault.provider()
                .next(
                        Endpoint.TOKEN,
                        token(new JsonObject().put("access_token", accessToken).put("expires_in", 3600)));
    }

    private String callback(String authorizationUrl, String answer) {
        return scene.redirectUri() + "?" + answer + "&state="
                + Scene.query(authorizationUrl).get("state") + "&iss="
                + vault.provider().issuer();
    }

    private String prompt(String owner, String user) {
        return new JsonObject(scene.lookUp(owner, user).body()).getString("prompt_id");
    }

    private UUID grant() {
        return (UUID) scene.sql("select grant_id from connection where app = ?", scene.app);
    }

    private Object refreshGeneration() {
        return scene.sql("select refresh_generation from connection where app = ?", scene.app);
    }

    private static String reason(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getString("reason");
    }
}
