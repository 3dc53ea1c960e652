package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings leave to each person which account it is. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class InputsTest {

    private static final Pattern ONWARD = Pattern.compile("content=\"0;url=([^\"]+)\"");

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Scene scene;
    private Browser ada;

    @BeforeEach
    void newScene() {
        scene = new Scene(vault, address).offering("user");
        scene.offering("user", asking());
        ada = scene.browser().signIn(scene.member("ada"));
    }

    @Test
    void promptLink_asksWhichAccount_andGoesOnToIt() {
        var link = link();

        var form = ada.visit(link);

        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.body()).contains("Site name", "name=\"site\"", "value=\"\"", "such as north");
        assertThat(form.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("form-action 'self'")
                .contains("default-src 'none'");

        var onward = ada.submit(link, "site=south");
        assertThat(onward.statusCode()).as(onward.body()).isEqualTo(200);
        var authorization = to(onward);
        assertThat(Scene.query(authorization)).containsEntry("account", "south");
        assertThat(ada.visit(scene.agree(authorization)).statusCode()).isEqualTo(200);

        var served = scene.connected("user", "ada");
        assertThat(served.getJsonObject("metadata").getMap()).containsEntry("site", "south");
        Contract.assertKept("ConnectionValue", served.encode());
    }

    @Test
    void reconnect_formHasWhatWasSaidBefore() {
        ada.visit(scene.agree(begin("south")));
        scene.sql("update connection set status = 'auth_required', failure = 'grant_revoked' where app = ?", scene.app);

        assertThat(ada.visit(link()).body()).contains("value=\"south\"");
        assertThat(Scene.query(scene.begin(ada, scene.member("ada"), "user"))).containsEntry("account", "south");
    }

    @Test
    void scopes_haveWhatThePersonSaid() {
        scene.offering("user", askingInScopes());

        var url = begin("south");

        assertThat(Scene.query(url).get("scope")).isEqualTo("mail.read sites/south");
        ada.visit(scene.agree(url));
        assertThat(lookUp("sites/south").statusCode()).isEqualTo(200);
    }

    @Test
    void requiredScope_ofTheAccountThatIsConnected_isAskedForByItsName() {
        scene.offering("user", askingInScopes());
        ada.visit(scene.agree(begin("south")));

        var missing = lookUp("admin/south");

        assertThat(missing.statusCode()).as(missing.body()).isEqualTo(424);
        assertThat(new JsonObject(missing.body()).getString("missing_scopes")).isEqualTo("admin/south");
        var onward = to(ada.submit("/connect/" + new JsonObject(missing.body()).getString("prompt_id"), "site=south"));
        assertThat(Scene.query(onward).get("scope")).isEqualTo("mail.read sites/south admin/south");
        assertThat(lookUp("admin/north").statusCode()).isEqualTo(400);
        assertThat(lookUp("admin/site").statusCode()).isEqualTo(400);
    }

    @Test
    void begin_withAScopeOfTheAccount_isAskedFor() {
        scene.offering("user", askingInScopes());
        var request = new JsonObject()
                .put("inputs", new JsonObject().put("site", "south"))
                .put("scopes", new JsonArray().add("admin/south"));

        var url = scene.begin(ada, scene.member("ada"), "user", request);

        assertThat(Scene.query(url).get("scope")).isEqualTo("mail.read sites/south admin/south");
        request.put("scopes", new JsonArray().add("admin/north"));
        assertThat(ada.post(scene.authorizationPath("user"), scene.member("ada"), request.encode())
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "site=evil.example%2Fx",
                "site=",
                "site=%22%3E%3Cscript%3E",
                "site=UPPER",
                "other=south",
                "site=a%0d%0ab",
                "site=..",
                "site=a%40b"
            })
    void promptLink_unusableAnswer_isAskedAgainAndEscaped(String form) {
        var again = ada.submit(link(), form);

        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("role=\"alert\"");
        assertThat(again.body()).doesNotContain("<script", "http-equiv");
        assertThat(scene.sql("select count(*) from authorization_flow where app = ?", scene.app))
                .isEqualTo(0L);
    }

    @Test
    void promptLink_formOfAnotherPerson_beginsNothing() {
        var link = link();
        var bob = scene.browser().signIn(scene.member("bob"));

        assertThat(bob.submit(link, "site=south").statusCode()).isEqualTo(403);
        assertThat(scene.browser().submit(link, "site=south").statusCode()).isEqualTo(401);
    }

    @Test
    void begin_withoutTheInput_namesIt() {
        var answer = ada.post(scene.authorizationPath("user"), scene.member("ada"), "{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("inputs.site", "Site name");
    }

    @Test
    void begin_withAnInputNobodyAsksFor_isRefused() {
        var answer = ada.post(
                scene.authorizationPath("user"),
                scene.member("ada"),
                "{\"inputs\":{\"site\":\"south\",\"side\":\"x\"}}");

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void inputs_areThePersonsOwn() {
        ada.visit(scene.agree(begin("south")));
        var bob = scene.browser().signIn(scene.member("bob"));
        var request = new JsonObject().put("inputs", new JsonObject().put("site", "north"));
        bob.visit(scene.agree(scene.begin(bob, scene.member("bob"), "user", request)));

        assertThat(scene.connected("user", "ada").getJsonObject("metadata").getString("site"))
                .isEqualTo("south");
        assertThat(scene.connected("user", "bob").getJsonObject("metadata").getString("site"))
                .isEqualTo("north");
        assertThat(ada.get("/v1/connections", scene.member("ada")).body())
                .contains("\"metadata\":{\"site\":\"south\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"site\":{\"title\":\"t\",\"example\":\"North\",\"pattern\":\"[a-z]+\"}}",
                "{\"site\":{\"title\":\"t\",\"example\":\"a\",\"pattern\":\"[\"}}",
                "{\"site\":{\"title\":\"t\",\"example\":\"a/b\",\"pattern\":\".*\"}}",
                "{\"unused\":{\"title\":\"t\",\"example\":\"a\",\"pattern\":\"[a-z]+\"}}",
                "[]",
                "{\"site\":\"text\"}"
            })
    void definition_withFaultyInputs_isRefused(String inputs) {
        var definition = asking();
        definition.getJsonObject("settings").remove("connection_inputs");
        var json = definition.encode().replace("\"settings\":{", "\"settings\":{\"connection_inputs\":" + inputs + ",");

        var answer = scene.browser()
                .put("/v1/definitions/user", vault.issuer().developer(scene.app).bearer(), new JsonObject(json));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("settings.");
    }

    /** Read by expressions that go back, this pattern takes longer than the universe has been there. */
    @Test
    void pattern_madeToTakeForEver_takesNoTime() {
        var definition = asking();
        definition
                .getJsonObject("settings")
                .getJsonObject("connection_inputs")
                .getJsonObject("site")
                .put("pattern", "(([a-z]+)+)+0?");
        scene.offering("user", definition);
        var request = new JsonObject().put("inputs", new JsonObject().put("site", "a".repeat(250) + "-"));

        var answer = ada.post(scene.authorizationPath("user"), scene.member("ada"), request.encode());

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"line\\nbreak", "\\u0007"})
    void definition_reasonWithControlCharacters_isRefused(String reason) {
        var definition =
                asking().encode().replace("\"settings\":{", "\"settings\":{\"no_refresh_token\":\"" + reason + "\",");

        var answer = scene.browser()
                .put("/v1/definitions/user", vault.issuer().developer(scene.app).bearer(), new JsonObject(definition));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("no_refresh_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://{site}/token",
                "http{site}://{site}/token",
                "https://{site}.co.uk/token",
                "https://{site}.github.io/token",
                "https://{site}@provider.example/token",
                "https://provider.example:{site}/token",
            })
    void definition_placeholderThatCouldNameAForeignHost_isRefused(String url) {
        var definition = asking();
        definition.getJsonObject("settings").put("token_url", url);

        var answer = scene.browser()
                .put("/v1/definitions/user", vault.issuer().developer(scene.app).bearer(), definition);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("settings.token_url");
    }

    /** Another account at the same provider: it stands in a parameter and in the token endpoint's query. */
    private JsonObject asking() {
        var definition = scene.oauth2();
        var settings = definition.getJsonObject("settings");
        settings.put("token_url", settings.getString("token_url") + "?site={site}")
                .put("authorization_parameters", new JsonObject().put("account", "{site}"))
                .put(
                        "connection_inputs",
                        new JsonObject()
                                .put(
                                        "site",
                                        new JsonObject()
                                                .put("title", "Site name")
                                                .put("example", "north")
                                                .put("pattern", "[a-z][a-z0-9-]*")));
        return definition;
    }

    /** With an example that makes it an https URL, what is said for the host would go anywhere. */
    @Test
    void definition_placeholderInTheScheme_isRefused() {
        var definition = scene.oauth2();
        definition
                .getJsonObject("settings")
                .put("token_url", "http{s}://{host}/token")
                .put(
                        "connection_inputs",
                        new JsonObject()
                                .put("s", input("s", "[a-z]"))
                                .put("host", input("login.example.com", "[a-z.]+")));

        var answer = scene.browser()
                .put("/v1/definitions/user", vault.issuer().developer(scene.app).bearer(), definition);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("settings.token_url");
    }

    private static JsonObject input(String example, String pattern) {
        return new JsonObject().put("title", "t").put("example", example).put("pattern", pattern);
    }

    private JsonObject askingInScopes() {
        var definition = asking();
        definition
                .getJsonObject("settings")
                .put("scopes", new JsonArray().add("mail.read").add("sites/{site}"))
                .put("optional_scopes", new JsonArray().add("admin/{site}"));
        return definition;
    }

    private HttpResponse<String> lookUp(String scope) {
        var bearer = vault.issuer().execution(scene.workspace, scene.app, "ada").bearer();
        return scene.browser().get("/v1/lookup/user-connection?required_scopes=" + scope, bearer);
    }

    private String begin(String site) {
        var request = new JsonObject().put("inputs", new JsonObject().put("site", site));
        return scene.begin(ada, scene.member("ada"), "user", request);
    }

    private String link() {
        return "/connect/" + new JsonObject(scene.lookUp("user", "ada").body()).getString("prompt_id");
    }

    private static String to(HttpResponse<String> onward) {
        var found = ONWARD.matcher(onward.body());
        assertThat(found.find()).as(onward.body()).isTrue();
        return found.group(1).replace("&amp;", "&");
    }
}
