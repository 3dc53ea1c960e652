package dev.grantkeeper.vault.offboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.testkit.authorization.Client;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestIssuer;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.connection.Connection;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An office's admin lets others go, and reads the reports. */
record Leavings(TestVault vault, Office office) {

    String begin(String kind, String id) {
        var answer = post(office.admin(), new JsonObject().put(kind, id).encode());
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        Contract.assertKept("Offboarding", answer.asString());
        return answer.jsonPath().getString("id");
    }

    static Response post(TestIssuer.Token token, String body) {
        return Office.as(token).contentType(ContentType.JSON).body(body).post("/v1/offboardings");
    }

    JsonObject report(String id) {
        var answer = Office.as(office.admin()).get("/v1/offboardings/" + id).asString();
        Contract.assertKept("Offboarding", answer);
        return new JsonObject(answer);
    }

    Map<String, Object> tokens(String id) {
        return report(id).getJsonObject("tokens").getMap();
    }

    boolean isRunning(String id) {
        return "running".equals(report(id).getString("state"));
    }

    JsonObject awaitEnded(String id) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !isRunning(id));
        return report(id);
    }

    /** From then on it ends nothing that comes new. */
    void awaitSettled(String id) {
        var settled = Instant.parse(report(id).getString("begun_at")).plusSeconds(2);
        await().until(() -> Instant.now().isAfter(settled));
    }

    /** Nothing can be connected in the workspace any more, however it is tried. */
    void awaitClosed() {
        var late = office.anotherApp().offersSecret("user");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Office.as(office.member("late"))
                                .body("{\"value\":\"too late\"}")
                                .put("/v1/apps/" + late.app + "/connections/user/secret")
                                .statusCode()
                        == 409);
    }

    /** The claim of whoever died over it comes to its end. */
    void claimEnds(String id) {
        office.tamper("update offboarding set next_attempt_at = now() where id = ?::uuid and ended_at is null", id);
    }

    /** Another app, which wants to know a site from whoever connects. */
    Office appThatAsks() {
        var asking = office.anotherApp();
        vault.provider().register(Client.confidential(asking.app, "client-s3cret"));
        var definition = asking.oauth2();
        definition
                .getJsonObject("settings")
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
        asking.define("user", definition).statusCode(201);
        return asking;
    }

    /** As if the person had said so when they connected, and the provider had answered with an address there. */
    void said(Connection connection, String site) {
        office.tamper(
                "update connection set inputs = ?, captured = ? where id = ?",
                new JsonObject().put("site", site).encode(),
                new JsonObject().put("email", "ada@" + site + ".example").encode(),
                connection.id().value());
    }

    String tenant() {
        return "platform/" + office.workspace;
    }

    long revoked(String user) {
        return vault.provider().calls(Endpoint.REVOCATION).stream()
                .filter(call -> ("refresh-of-" + user).equals(call.parameters().get("token")))
                .count();
    }

    int values(String user) {
        return office.query(
                        "select 1 from connection where owner_id = ? and (access_envelope is not null or refresh_envelope is not null)",
                        user)
                .size();
    }

    List<Map<String, Object>> connections() {
        return office.query("select * from connection where tenant = ? order by id", tenant());
    }

    /** The tables of the vault in which this text stands anywhere. */
    List<String> tablesNaming(String text) {
        return office.query("""
                        select table_name from information_schema.tables where table_schema = 'public'
                        and table_type = 'BASE TABLE' order by table_name""").stream()
                .map(row -> (String) row.get("table_name"))
                .filter(table -> !office.query(
                                "select 1 from " + table + " t where position(? in t::text) > 0 limit 1", text)
                        .isEmpty())
                .toList();
    }

    static String fresh(String name) {
        return name + "-" + UUID.randomUUID();
    }
}
