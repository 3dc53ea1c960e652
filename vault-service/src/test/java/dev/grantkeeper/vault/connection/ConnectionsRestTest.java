package dev.grantkeeper.vault.connection;

import static io.restassured.config.HttpClientConfig.httpClientConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestIssuer;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.http.params.CoreProtocolPNames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ConnectionsRestTest {

    TestVault vault;

    private Office office;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault);
    }

    @Test
    void putSecret_ownConnection_answersItWithoutTheValue() {
        office.offersSecret("user");

        var answer = office.putSecret(office.member("ada"), "user", "sk-12345")
                .statusCode(200)
                .body("app", equalTo(office.app))
                .body("owner.type", equalTo("user"))
                .body("owner.id", equalTo("ada"))
                .body("type", equalTo("secret"))
                .body("status", equalTo("connected"))
                .body("created_by.id", equalTo("ada"))
                .body("generation", equalTo(1))
                .body("renewed_at", nullValue());

        Contract.assertKept("Connection", body(answer));
        assertThat(body(answer)).doesNotContain("sk-12345");
    }

    @Test
    void putSecret_workspacesByMember_isForbiddenAndStoresNothing() {
        office.offersSecret("workspace");

        assertRefused(office.putSecret(office.member("ada"), "workspace", "mine now"), 403, "FORBIDDEN");

        office.lookUp("workspace", "ada").statusCode(424).body("cause", equalTo("never_connected"));
    }

    @Test
    void putSecret_neverConnectedBefore_resolvesThePrompt() {
        office.offersSecret("user");
        office.lookUp("user", "ada").statusCode(424);

        office.putSecret(office.member("ada"), "user", "at last").statusCode(200);

        Office.as(office.member("ada")).get("/v1/prompts").then().body("prompts", hasSize(0));
    }

    @Test
    void putSecret_notOffered_isNotConfigured() {
        assertRefused(office.putSecret(office.member("ada"), "user", "x"), 404, "NOT_CONFIGURED");
        office.offersSecret("user");
        assertRefused(office.namesake().putSecret(office.namesake().member("ada"), "user", "x"), 404, "NOT_CONFIGURED");
    }

    @Test
    void putSecret_offeredAsOAuth2_isConflict() {
        office.offersOAuth2("user");

        assertRefused(office.putSecret(office.member("ada"), "user", "x"), 409, "CONFLICT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n"})
    void putSecret_empty_isInvalid(String secret) {
        office.offersSecret("user");

        assertInvalid(office.putSecret(office.member("ada"), "user", secret), "value");
    }

    @Test
    void putSecret_atTheLimit_isServed_andBeyondItIsInvalid() {
        office.offersSecret("user");
        var longest = "é".repeat(32_768);

        office.putSecret(office.member("ada"), "user", longest).statusCode(200);
        office.lookUp("user", "ada").body("value", equalTo(longest));
        assertInvalid(office.putSecret(office.member("ada"), "user", longest + "x"), "value");
        // Asked before the body is sent: a client in the middle of sending may find the connection closed instead.
        Office.as(office.member("ada"))
                .config(RestAssured.config()
                        .httpClient(httpClientConfig().setParam(CoreProtocolPNames.USE_EXPECT_CONTINUE, true)))
                .body("{\"value\":\"" + "x".repeat(300_000) + "\"}")
                .put("/v1/apps/" + office.app + "/connections/user/secret")
                .then()
                .statusCode(413);
    }

    @Test
    void putSecret_notOfTheDocumentedForm_isInvalidWithoutQuotingIt() {
        office.offersSecret("user");
        for (var json : List.of("", "null", "{}", "{\"value\":null}")) {
            assertThat(assertInvalid(put(json)).extract().<List<String>>path("errors.field"))
                    .as(json)
                    .containsAnyOf("value", "body");
        }
        for (var json : List.of(
                "{\"value\":\"sk-12345",
                "{\"value\":[\"sk-12345\"]}",
                "{\"value\":\"ok\",\"also\":\"sk-12345\"}",
                "\"sk-12345\"",
                "{\"value\":\"sk-12345\\ud800\"}")) {
            assertThat(body(assertInvalid(put(json)))).as(json).doesNotContain("sk-12345");
        }
        assertInvalid(
                Office.as(office.member("ada"))
                        .body("{\"value\":\"x\"}")
                        .put("/v1/apps/" + office.app + "/connections/everyone/secret")
                        .then(),
                "owner");
    }

    @Test
    void get_connection_isSeenByThoseItConcerns() {
        office.offersSecret("user").offersSecret("workspace");
        String own =
                office.putSecret(office.member("ada"), "user", "x").extract().path("id");
        String shared =
                office.putSecret(office.admin(), "workspace", "x").extract().path("id");

        for (var id : List.of(own, shared)) {
            Contract.assertKept("Connection", body(get(office.member("ada"), id).statusCode(200)));
        }
        get(office.member("bob"), shared).statusCode(200);
        assertRefused(get(office.member("bob"), own), 404, "NOT_FOUND");
        assertRefused(get(office.admin(), own), 404, "NOT_FOUND");
        assertRefused(get(office.neighbour().admin(), shared), 404, "NOT_FOUND");
        assertRefused(get(office.namesake().admin(), shared), 404, "NOT_FOUND");
        assertRefused(get(office.member("ada"), UUID.randomUUID().toString()), 404, "NOT_FOUND");
        assertInvalid(get(office.member("ada"), "no-uuid"), "connection_id");
    }

    @Test
    void get_oauth2Connection_tellsWhenItWasConnectedAndExpires() {
        var connection = office.offersOAuth2("user").connect("ada", Duration.ZERO, Duration.ofHours(1), true);

        var answer = get(office.member("ada"), connection.id().toString())
                .statusCode(200)
                .body("type", equalTo("oauth2"))
                .body("scopes", contains("mail.read"));

        Contract.assertKept("Connection", body(answer));
        assertThat(body(answer)).contains("expires_at", "next_renewal_at").doesNotContain("access-of-ada");
    }

    @Test
    void list_manyConnections_comesInPages() {
        var expected = new ArrayList<String>();
        office.offersSecret("user").offersSecret("workspace");
        expected.add(
                office.putSecret(office.admin(), "workspace", "x").extract().path("id"));
        office.putSecret(office.member("bob"), "user", "x").statusCode(200);
        expected.add(
                office.putSecret(office.member("ada"), "user", "x").extract().path("id"));
        for (int i = 0; i < 2; i++) {
            var other = office.anotherApp().offersSecret("user");
            expected.add(
                    other.putSecret(other.member("ada"), "user", "x").extract().path("id"));
        }

        var seen = new ArrayList<String>();
        var cursor = "";
        while (cursor != null) {
            var page = list("?limit=2" + cursor).statusCode(200);
            Contract.assertKept("ConnectionPage", body(page));
            List<String> ids = page.extract().path("connections.id");
            assertThat(ids).hasSizeBetween(1, 2);
            seen.addAll(ids);
            String next = page.extract().path("next_cursor");
            cursor = next == null ? null : "&cursor=" + next;
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected).isSorted();
        list("").statusCode(200).body("connections", hasSize(4)).body("next_cursor", nullValue());
        list("?limit=4").statusCode(200).body("connections", hasSize(4)).body("next_cursor", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "many", "1e2"})
    void list_limitOutOfBounds_isInvalid(String limit) {
        assertInvalid(list("?limit=" + limit), "limit");
    }

    @Test
    void list_cursorOfNobody_isInvalid() {
        assertInvalid(list("?cursor=second"), "cursor");
    }

    @Test
    void change_ofConnection_isAuditedAndPublished() {
        office.offersSecret("user");
        String id =
                office.putSecret(office.member("ada"), "user", "x").extract().path("id");

        assertThat(office.query(
                        "select action, tenant, actor_kind, actor, app, generation from audit where connection_id = ?",
                        UUID.fromString(id)))
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("action", "connected")
                        .containsEntry("tenant", "platform/" + office.workspace)
                        .containsEntry("actor_kind", "person")
                        .containsEntry("actor", "ada")
                        .containsEntry("app", office.app)
                        .containsEntry("generation", 1L));
    }

    private ValidatableResponse put(String json) {
        return Office.as(office.member("ada"))
                .body(json)
                .put("/v1/apps/" + office.app + "/connections/user/secret")
                .then();
    }

    private static ValidatableResponse get(TestIssuer.Token person, String id) {
        return Office.as(person).get("/v1/connections/" + id).then();
    }

    private ValidatableResponse list(String parameters) {
        return Office.as(office.member("ada"))
                .get("/v1/connections" + parameters)
                .then();
    }

    private static ValidatableResponse assertInvalid(ValidatableResponse answer) {
        assertRefused(answer, 400, "INVALID");
        Contract.assertKept("InvalidProblem", body(answer));
        return answer;
    }

    private static void assertInvalid(ValidatableResponse answer, String field) {
        assertInvalid(answer).body("errors.field", contains(field));
    }

    private static void assertRefused(ValidatableResponse answer, int status, String reason) {
        answer.statusCode(status).body("reason", equalTo(reason));
        Contract.assertKept("Problem", body(answer));
    }

    private static String body(ValidatableResponse answer) {
        return answer.extract().asString();
    }
}
