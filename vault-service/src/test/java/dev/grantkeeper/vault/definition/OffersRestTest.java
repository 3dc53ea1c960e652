package dev.grantkeeper.vault.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class OffersRestTest {

    TestVault vault;

    private Office office;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault);
    }

    @Test
    void list_eachWayToConnect_saysWhatThePersonDoes() {
        var optional = office.oauth2().put("name", "Mail Example");
        optional.getJsonObject("settings").put("optional_scopes", new JsonArray().add("mail.delete"));
        office.define("user", optional).statusCode(201);
        office.define("workspace", new JsonObject().put("type", "secret")).statusCode(201);
        var clients = office.anotherApp();
        clients.define("user", client(clients, true)).statusCode(201);
        clients.define("workspace", client(clients, false)).statusCode(201);

        var user = offer(office, "user");
        assertThat(user.getString("connect")).isEqualTo("authorization");
        assertThat(user.getString("type")).isEqualTo("oauth2");
        assertThat(user.getString("name")).isEqualTo("Mail Example");
        assertThat(user.getJsonArray("scopes")).containsExactly("mail.read", "mail.send");
        assertThat(user.getJsonArray("optional_scopes")).containsExactly("mail.delete");
        var workspace = offer(office, "workspace");
        assertThat(workspace)
                .isEqualTo(new JsonObject()
                        .put("app", office.app)
                        .put("owner", "workspace")
                        .put("type", "secret")
                        .put("connect", "secret")
                        .put("inputs", new JsonArray()));
        assertThat(offer(clients, "user").getString("connect")).isEqualTo("app_client");
        assertThat(offer(clients, "workspace").getString("connect")).isEqualTo("client");
    }

    @Test
    void list_askingForInputs_saysWhatTheyAre() {
        var asking = office.oauth2();
        var input = new JsonObject()
                .put("title", "Site")
                .put("example", "north")
                .put("pattern", "[a-z]+")
                .put("default", "south");
        asking.getJsonObject("settings")
                .put("token_url", "https://{site}.example.com/token")
                .put("connection_inputs", new JsonObject().put("site", input));
        office.define("user", asking).statusCode(201);

        assertThat(offer(office, "user").getJsonArray("inputs").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("name", "site")
                        .put("title", "Site")
                        .put("example", "north")
                        .put("pattern", "[a-z]+")
                        .put("default_value", "south"));
    }

    @Test
    void list_pageByPage_leavesNothingOutAndRepeatsNothing() {
        office.offersSecret("user").offersSecret("workspace");
        office.anotherApp().offersSecret("user").offersSecret("workspace");
        var whole = keys(all(office, 200));

        assertThat(whole).hasSizeGreaterThanOrEqualTo(4).doesNotHaveDuplicates().isSorted();
        assertThat(keys(all(office, 1))).isEqualTo(whole);
    }

    @Test
    void list_anotherIssuersApps_areNotThere() {
        office.namesake().offersSecret("user");

        assertThat(all(office, 200)).noneMatch(offer -> offer.getString("app").equals(office.app));
        assertThat(all(office.namesake(), 200))
                .anyMatch(offer -> offer.getString("app").equals(office.app));
    }

    @Test
    void list_anotherAppsSettingsUnreadable_isWithoutThem() {
        office.offersSecret("user");
        var broken = office.anotherApp();
        broken.offersOAuth2("user");
        broken.tamper("update definition_version set settings = '{\"pkce\":\"no\"}' where client_id = ?", broken.app);

        assertThat(keys(all(office, 1))).contains(office.app + " user").doesNotContain(broken.app + " user");
    }

    @Test
    void list_neitherPageNorCursor_isInvalid() {
        for (var query : List.of("limit=0", "limit=201", "cursor=nothing", "cursor=" + "YQ", "cursor=YS9i")) {
            Office.as(office.member("ada"))
                    .get("/v1/offers?" + query)
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo(query.substring(0, query.indexOf('='))));
        }
    }

    private static JsonObject client(Office office, boolean ofApp) {
        var wish = office.oauth2();
        wish.getJsonObject("settings").put("grant", "client_credentials").remove("authorization_url");
        if (!ofApp) {
            wish.remove("client_id");
            wish.remove("client_secret");
        }
        return wish;
    }

    private static JsonObject offer(Office office, String owner) {
        return all(office, 200).stream()
                .filter(offer -> offer.getString("app").equals(office.app))
                .filter(offer -> offer.getString("owner").equals(owner))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> keys(List<JsonObject> offers) {
        return offers.stream()
                .map(offer -> offer.getString("app") + " " + offer.getString("owner"))
                .toList();
    }

    private static List<JsonObject> all(Office office, int limit) {
        var offers = new ArrayList<JsonObject>();
        var cursor = "";
        do {
            var answer = Office.as(office.member("ada"))
                    .get("/v1/offers?limit=" + limit + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            Contract.assertKept("OfferPage", answer);
            var page = new JsonObject(answer);
            page.getJsonArray("offers").forEach(offer -> offers.add((JsonObject) offer));
            cursor = page.getString("next_cursor", "");
        } while (!cursor.isEmpty());
        return offers;
    }
}
