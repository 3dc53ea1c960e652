package dev.grantkeeper.vault.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestIssuer.Token;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.ConnectionChanges;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.event.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ActivityRestTest {

    TestVault vault;

    @Inject
    Connections connections;

    @Inject
    ConnectionChanges changes;

    @Inject
    Transactions transactions;

    private Office office;
    private Token ada;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault).offersSecret("user").offersSecret("workspace");
        ada = office.member("ada");
    }

    @Test
    void list_allThatHappens_isThereNewestFirstWithoutLookUpsAndRenewals() throws Throwable {
        var own = connect(ada, "user");
        office.lookUp("user", "ada").statusCode(200);
        tell(own, Change.renewed("worker-1"));
        report(own);
        tell(own, Change.failed(AuthRequiredReason.GRANT_REVOKED));
        disconnect(ada, own);

        var all = list(ada, "");
        // With the report comes that a person was asked, by the vault.
        var activity = all.stream()
                .filter(entry -> !"rejected_by_service".equals(entry.getString("reason")))
                .toList();

        assertThat(all).hasSize(5);
        assertThat(activity)
                .extracting(entry -> entry.getString("action"))
                .containsExactly("disconnected", "renewal_failed", "value_reported_rejected", "connected");
        assertThat(activity)
                .extracting(entry -> entry.getJsonObject("actor").encode())
                .containsExactly(
                        party("user", "ada"), party("vault", "vault"), party("app", office.app), party("user", "ada"));
        assertThat(activity)
                .extracting(entry -> entry.getString("reason"))
                .containsExactly(null, "grant_revoked", null, null);
        assertThat(activity).allSatisfy(entry -> {
            assertThat(entry.getString("connection_id")).isEqualTo(own);
            assertThat(entry.getString("app")).isEqualTo(office.app);
            assertThat(entry.getJsonObject("owner").encode()).isEqualTo(party("user", "ada"));
        });
    }

    @Test
    void list_person_seesTheirOwnAndTheWorkspacesAlone() {
        var own = connect(ada, "user");
        var bobs = connect(office.member("bob"), "user");
        var workspaces = connect(office.admin(), "workspace");
        var elsewhere = office.namesake().offersSecret("user");
        connect(elsewhere, elsewhere.member("ada"), "user");
        var neighbour = office.neighbour();
        connect(neighbour, neighbour.admin(), "workspace");

        assertThat(ids(list(ada, ""))).containsExactly(workspaces, own);
        assertThat(ids(list(office.member("bob"), ""))).containsExactly(workspaces, bobs);
        assertThat(ids(list(office.admin(), ""))).containsExactly(workspaces);
        assertThat(ids(list(ada, "?connection=" + own))).containsExactly(own);
        Office.as(ada)
                .get("/v1/activity?connection=" + bobs)
                .then()
                .statusCode(404)
                .body("reason", equalTo("NOT_FOUND"));
    }

    @Test
    void list_pageByPage_leavesNothingOutAndRepeatsNothing() {
        var workspaces = connect(office.admin(), "workspace");
        for (var i = 0; i < 3; i++) {
            disconnect(ada, connect(ada, "user"));
        }
        disconnect(office.admin(), workspaces);
        var whole = list(ada, "?limit=200");
        assertThat(whole).hasSize(8);

        var pages = new ArrayList<JsonObject>();
        var cursor = "";
        do {
            var page = page(ada, "?limit=3" + cursor);
            page.getJsonArray("activity").forEach(entry -> pages.add((JsonObject) entry));
            cursor = page.containsKey("next_cursor") ? "&cursor=" + page.getString("next_cursor") : "";
        } while (!cursor.isEmpty());

        assertThat(pages).isEqualTo(whole);
        var one = page(ada, "?limit=1&connection=" + workspaces);
        assertThat(page(ada, "?connection=" + workspaces + "&cursor=" + one.getString("next_cursor"))
                        .getJsonArray("activity"))
                .hasSize(1);
    }

    @Test
    void list_neitherPageNorConnection_isInvalid() {
        for (var query : List.of("limit=0", "cursor=x", "cursor=-1", "connection=x")) {
            Office.as(ada)
                    .get("/v1/activity?" + query)
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo(query.substring(0, query.indexOf('='))));
        }
    }

    /** Nearly all of the record are reveals and renewals. */
    @Test
    void list_amongManyReveals_readsNoneOfThem() throws SQLException {
        var own = connect(ada, "user");
        var tenant = "platform/" + office.workspace;
        office.query(
                "insert into audit (at, action, tenant, actor_kind, actor, connection_id)"
                        + " select now(), 'value_revealed', ?, 'execution', 'ada', ?::uuid from generate_series(1, 20000)"
                        + " returning id",
                tenant,
                own);
        office.query("select count(*) from audit where connection_id = ?::uuid", own);

        var plan = String.join(
                "\n",
                office
                        .query("explain (analyze, buffers off, timing off, summary off) "
                                + PostgresActivities.SELECT
                                        .replace("$1", "'" + tenant + "'")
                                        .replace("$2", "'ada'")
                                        .replace("$3", "'" + office.workspace + "'")
                                        .replace("$4", "9223372036854775807")
                                        .replace("$5", "null")
                                        .replace("$6", "51"))
                        .stream()
                        .map(row -> row.values().iterator().next().toString())
                        .toList());

        assertThat(plan).contains("audit_activity").doesNotContain("Seq Scan on audit");
        assertThat(list(ada, "")).hasSize(1);
    }

    private static String party(String type, String id) {
        return new JsonObject().put("type", type).put("id", id).encode();
    }

    private String connect(Token person, String owner) {
        return connect(office, person, owner);
    }

    private static String connect(Office office, Token person, String owner) {
        return office.putSecret(person, owner, "sk-" + UUID.randomUUID())
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static void disconnect(Token person, String connection) {
        Office.as(person).delete("/v1/connections/" + connection).then().statusCode(204);
    }

    private void report(String connection) {
        Office.as(office.execution("ada"))
                .body(new JsonObject()
                        .put("connection_id", connection)
                        .put("generation", 1)
                        .encode())
                .post("/v1/lookup/rejections");
    }

    private void tell(String id, Change change) throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> transactions.inOne(() ->
                connections.lock(ConnectionId.parse(id)).flatMap(found -> changes.tell(found.orElseThrow(), change))));
    }

    private static List<String> ids(List<JsonObject> activity) {
        return activity.stream().map(entry -> entry.getString("connection_id")).toList();
    }

    private static List<JsonObject> list(Token person, String query) {
        return page(person, query).getJsonArray("activity").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject page(Token person, String query) {
        var answer = Office.as(person)
                .get("/v1/activity" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        Contract.assertKept("ActivityPage", answer);
        return new JsonObject(answer);
    }
}
