package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_NO_PERMIT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.grantkeeper.testkit.authorization.Client;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that nobody authorizes: the provider gives tokens to a client alone (RFC 6749 section 4.4). */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ClientCredentialsTest extends ServedWorker {

    private Stage.Scene scene;

    @BeforeEach
    void newScene() {
        scene = stage.scene(vault);
        vault.provider().register(Client.confidential(clientId(), "s3cret"));
    }

    @Test
    void lookup_nobodyConnected_connectsOnceAndServesTheFirstValue() {
        define(appClient());
        var answers = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> lookup("")))
                .toList();
        awaitConnection();

        var lease = worker.lease(scene);
        assertThat(lease.getMaterial().getRefreshToken()).isEmpty();
        assertThat(lease.getMaterial().getClientId()).isEqualTo(clientId());
        assertThat(lease.getMaterial().getClientSecret()).isEqualTo("s3cret");
        assertThat(lease.getMaterial().getScopesList()).containsExactly("mail.read");
        assertThat(new JsonObject(lease.getMaterial().getSettingsJson()).getString("grant"))
                .isEqualTo("client_credentials");
        worker.complete(scene, lease, Worker.renewed("access-1", null));

        assertThat(answers).allSatisfy(answer -> {
            var served = answer.join().then().statusCode(200);
            served.body("value", equalTo("access-1"))
                    .body("created_by.type", equalTo("app"))
                    .body("created_by.id", equalTo(scene.key().app()));
            Contract.assertKept("ConnectionValue", served.extract().asString());
        });
        assertThat(scene.ask("select count(*) from renewal_attempt where connection_id = ?"))
                .isEqualTo("1");
        assertThat(scene.ask("select actor_kind from audit where action = 'connected' and connection_id = ?"))
                .isEqualTo("execution");
        assertThat(given().get("/q/metrics").asString()).contains("grantkeeper_connections_by_client_total{by=\"app\"");
    }

    @Test
    void lookup_beforeTheFirstValue_saysRetryAndNeverNothing() {
        define(appClient());

        lookup("").then().statusCode(503).body("reason", equalTo("RENEWING")).body("value", equalTo(null));
        assertThat(scene.promptReason()).isNull();
        Contract.assertKept(
                "Connection", management().get("/v1/connections/" + scene.id()).asString());
    }

    @Test
    void renewal_asksAgainAndKeepsTheClient() {
        connected("access-1");
        scene.dueAgain();

        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", null));

        lookup("").then().statusCode(200).body("value", equalTo("access-2"));
        scene.dueAgain();
        assertThat(worker.lease(scene).getMaterial().getClientId()).isEqualTo(clientId());
    }

    @Test
    void renewal_answerLost_isAskedAgainWithoutAPerson() {
        connected("access-1");
        scene.dueAgain();
        worker.complete(scene, worker.lease(scene), Worker.unknown());
        scene.accessTokenExpired();

        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", null));

        lookup("").then().statusCode(200).body("value", equalTo("access-2"));
        assertThat(scene.promptReason()).isNull();
    }

    @Test
    void clientRefused_isTheDevelopersToCorrectAndNobodyIsPrompted() {
        define(appClient());
        lookup("").then().statusCode(503);

        worker.complete(scene, worker.lease(scene), Worker.misconfigured());

        lookup("").then().statusCode(424).body("reason", equalTo("PROVIDER_MISCONFIGURED"));
        assertThat(scene.promptReason()).isNull();
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);
    }

    @Test
    void disconnected_accessTokenIsRevokedAndTheAppDoesNotReconnectItself() {
        connected("access-to-revoke");

        management().delete("/v1/connections/" + scene.id()).then().statusCode(204);

        await().untilAsserted(() -> assertThat(vault.provider().calls(Endpoint.REVOCATION))
                .anySatisfy(call -> assertThat(call.parameters())
                        .containsEntry("token", "access-to-revoke")
                        .containsEntry("token_type_hint", "access_token")));
        lookup("").then().statusCode(424).body("cause", equalTo("never_connected"));
        assertThat(scene.promptReason()).isEqualTo("never_connected");
    }

    @Test
    void put_afterDisconnecting_connectsAgainAndOnceMoreChangesNothing() {
        connected("access-1");
        management().delete("/v1/connections/" + scene.id()).then().statusCode(204);
        lookup("").then().statusCode(424);

        var first = put(new JsonObject()).statusCode(200).extract();
        Contract.assertKept("Connection", first.asString());
        put(new JsonObject())
                .statusCode(200)
                .body("generation", equalTo(first.jsonPath().getInt("generation")));

        assertThat(scene.promptReason()).isNull();
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", null));
        lookup("").then().statusCode(200).body("value", equalTo("access-2")).body("created_by.type", equalTo("user"));
    }

    @Test
    void scopesChanged_areAskedForWithoutAPerson() {
        connected("access-1");

        var settings = appClient();
        settings.getJsonObject("settings").put("scopes", new JsonArray(List.of("mail.read", "mail.send")));
        define(settings);

        lookup("?required_scopes=mail.send").then().statusCode(503);
        awaitDue();
        var lease = worker.lease(scene);
        assertThat(lease.getMaterial().getScopesList()).containsExactly("mail.read", "mail.send");
        worker.complete(scene, lease, Worker.renewed("access-2", null));
        lookup("?required_scopes=mail.send").then().statusCode(200).body("value", equalTo("access-2"));
        assertThat(scene.promptReason()).isNull();
    }

    @Test
    void scopesNotGiven_areTheDevelopersToCorrect() {
        define(appClient());
        lookup("").then().statusCode(503);
        var fewer = Worker.renewed("access-1", null).toBuilder();
        fewer.getRenewedBuilder().getScopesBuilder().addScopes("profile");
        worker.complete(scene, worker.lease(scene), fewer.build());

        lookup("?required_scopes=mail.read")
                .then()
                .statusCode(424)
                .body("reason", equalTo("PROVIDER_MISCONFIGURED"))
                .body("detail", containsString("scopes"));
        lookup("?required_scopes=never.listed").then().statusCode(400);
        assertThat(scene.promptReason()).isNull();
    }

    @Test
    void anotherClient_isUsedWithoutAPerson() {
        connected("access-1");

        define(appClient().put("client_id", clientId() + "-next").put("client_secret", "n3xt"));

        awaitDue();
        assertThat(worker.lease(scene).getMaterial().getClientId()).isEqualTo(clientId() + "-next");
        lookup("").then().statusCode(200);
        assertThat(scene.promptReason()).isNull();
    }

    @Test
    void becomesAuthorizationCode_peopleAreAsked() {
        connected("access-1");

        scene.defined(new JsonObject());

        await().untilAsserted(() -> assertThat(scene.promptReason()).isEqualTo("settings_changed"));
        lookup("").then().statusCode(200);
    }

    @Test
    void answerSaysMoreOfTheAccount_isServed() {
        var definition = appClient();
        definition
                .getJsonObject("settings")
                .put(
                        "captures",
                        new JsonObject()
                                .put("instance", new JsonObject().put("token", "instance"))
                                .put("api_url", new JsonObject().put("template", "https://{instance}.example.com/v1")));
        define(definition);
        lookup("").then().statusCode(503);
        var answer = Worker.renewed("access-1", null).toBuilder();
        answer.getRenewedBuilder().putCaptured("instance", "eu7").putCaptured("never_declared", "x");

        worker.complete(scene, worker.lease(scene), answer.build());

        lookup("")
                .then()
                .statusCode(200)
                .body("metadata.instance", equalTo("eu7"))
                .body("metadata.api_url", equalTo("https://eu7.example.com/v1"))
                .body("metadata.never_declared", equalTo(null));
    }

    @Test
    void ownersClient_isBroughtByTheOwnerAndSentAsTheirs() {
        define(ownersClient());
        lookup("").then().statusCode(424).body("cause", equalTo("never_connected"));
        put(new JsonObject()).statusCode(400).body("errors[0].field", equalTo("client_id"));
        put(new JsonObject().put("client_id", "adas-own"))
                .statusCode(400)
                .body("errors[0].field", equalTo("client_secret"));

        put(brought("adas-own", "adas-secret")).statusCode(200).body(not(containsString("adas-secret")));

        var material = worker.lease(scene).getMaterial();
        assertThat(material.getClientId()).isEqualTo("adas-own");
        assertThat(material.getClientSecret()).isEqualTo("adas-secret");
        assertThat(material.getRefreshToken()).isEmpty();
        assertThat(scene.ask("select encode(refresh_envelope, 'escape') from connection where id = ?"))
                .doesNotContain("adas");
    }

    @Test
    void ownersClient_refused_isTheOwnersToCorrectAndStopsNobodyElse() {
        define(ownersClient());
        put(brought("adas-own", "wrong")).statusCode(200);

        worker.complete(scene, worker.lease(scene), Worker.misconfigured());

        lookup("").then().statusCode(424).body("reason", equalTo("AUTH_REQUIRED"));
        assertThat(scene.promptReason()).isEqualTo("grant_revoked");
        assertThat(scene.ofClient("refused_before")).isNull();

        put(brought("adas-own", "right")).statusCode(200);
        assertThat(scene.promptReason()).isNull();
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-1", null));
        lookup("").then().statusCode(200).body("value", equalTo("access-1"));
    }

    @Test
    void ownersClient_disconnected_revokesAsThatClient() {
        define(ownersClient());
        vault.provider().register(Client.confidential("own-" + scene.key().app(), "0wn"));
        put(brought("own-" + scene.key().app(), "0wn")).statusCode(200);
        worker.complete(scene, worker.lease(scene), Worker.renewed("owners-access", null));

        management().delete("/v1/connections/" + scene.id()).then().statusCode(204);

        await().untilAsserted(() -> assertThat(vault.provider().calls(Endpoint.REVOCATION))
                .anySatisfy(call -> assertThat(call.parameters())
                        .containsEntry("token", "owners-access")
                        .containsEntry("client_id", "own-" + scene.key().app())
                        .containsEntry("client_secret", "0wn")));
        await().untilAsserted(() -> assertThat(scene.ask("select count(*) from revocation where connection_id = ?"))
                .isEqualTo("0"));
    }

    /** Whoever can write to the database still cannot have a client sent elsewhere. */
    @Test
    void ownersClient_settingsForgedInTheDatabase_areNotLeased() {
        define(ownersClient());
        put(brought("adas-own", "adas-secret")).statusCode(200);
        scene.sql(
                "update definition_version set settings = replace(settings, '/token', '/stolen') where definition_id ="
                        + " (select definition_id from connection where id = ?)");

        assertThat(worker.ask(scene.id(), scene.generation()).hasGranted()).isFalse();
    }

    /** Nobody signs in at the provider, so that anybody could name anybody's account. */
    @Test
    void appClient_askingWhichAccount_isRefused() {
        var asking = appClient();
        asking.getJsonObject("settings")
                .put("token_parameters", new JsonObject().put("account", "{site}"))
                .put(
                        "connection_inputs",
                        new JsonObject()
                                .put(
                                        "site",
                                        new JsonObject()
                                                .put("title", "Site name")
                                                .put("example", "north")
                                                .put("pattern", "[a-z]+")));
        defining(asking).then().statusCode(400).body("errors[0].field", equalTo("client_id"));

        asking.remove("client_id");
        asking.remove("client_secret");
        define(asking);
        put(brought("adas-own", "x")).statusCode(400).body("errors[0].field", equalTo("inputs.site"));
        put(brought("adas-own", "x").put("inputs", new JsonObject().put("site", "south")))
                .statusCode(200)
                .body("metadata.site", equalTo("south"));
        assertThat(worker.lease(scene).getMaterial().getSettingsJson()).contains("\"account\":\"south\"");
    }

    @Test
    void leasedBeforeTheDefinitionChanged_isNotTakenForTheNewClients() {
        connected("access-1");
        scene.dueAgain();
        var lease = worker.lease(scene);
        var settings = appClient().put("client_id", clientId() + "-next").put("client_secret", "n3xt");
        settings.getJsonObject("settings").put("scopes", new JsonArray(List.of("mail.read", "mail.send")));
        define(settings);
        awaitFollowed();

        worker.complete(scene, lease, Worker.renewed("access-of-the-old-client", null));

        lookup("").then().statusCode(200).body("value", equalTo("access-1"));
        lookup("?required_scopes=mail.send").then().statusCode(503);
        scene.dueAgain();
        assertThat(worker.lease(scene).getMaterial().getClientId()).isEqualTo(clientId() + "-next");
    }

    @Test
    void connectedByACode_definitionBecomesAClientsWithMoreScopes_personIsAsked() {
        scene.defined(new JsonObject()).connected("access-1", "refresh-1");
        var settings = appClient();
        settings.getJsonObject("settings").put("scopes", new JsonArray(List.of("mail.read", "mail.send")));
        define(settings);

        await().untilAsserted(() -> assertThat(scene.promptReason()).isEqualTo("settings_changed"));
        lookup("?required_scopes=mail.send").then().statusCode(424).body("reason", equalTo("AUTH_REQUIRED"));
    }

    @Test
    void userWhoLeft_isNotConnectedAgainByATokenThatIsStillGood() {
        define(appClient());
        var admin =
                vault.issuer().admin(scene.key().tenant().workspace(), "grace").bearer();
        given().header("Authorization", admin)
                .contentType("application/json")
                .body("{\"user\":\"ada\"}")
                .post("/v1/offboardings")
                .then()
                .statusCode(202);

        lookup("").then().statusCode(424).body("reason", equalTo("AUTH_REQUIRED"));

        assertThat(management().get("/v1/connections").jsonPath().getList("connections"))
                .isEmpty();
    }

    @Test
    void reportedRefreshToken_takesNotTheClientsPlace() {
        define(ownersClient());
        put(brought("adas-own", "adas-secret")).statusCode(200);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-1", "of-no-use"));
        scene.dueAgain();

        var material = worker.lease(scene).getMaterial();

        assertThat(material.getRefreshToken()).isEmpty();
        assertThat(material.getClientSecret()).isEqualTo("adas-secret");
    }

    @Test
    void ownersClient_putOnceMore_changesNothing() {
        define(ownersClient());
        put(brought("adas-own", "adas-secret")).statusCode(200);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-1", null));

        put(brought("adas-own", "adas-secret")).statusCode(200);
        lookup("").then().statusCode(200).body("value", equalTo("access-1"));

        put(brought("adas-own", "another")).statusCode(200);
        assertThat(worker.lease(scene).getMaterial().getClientSecret()).isEqualTo("another");
    }

    @Test
    void ownersClient_disconnectedWhileItsProviderRefusesIt_stopsNobodyElse() {
        define(ownersClient());
        put(brought("adas-own", "wrong")).statusCode(200);
        var lease = worker.lease(scene);
        management().delete("/v1/connections/" + scene.id()).then().statusCode(204);

        worker.complete(scene, lease, Worker.misconfigured());

        assertThat(scene.ofClient("refused_before")).isNull();
    }

    @Test
    void ownersClient_throttled_waitsByItselfAndStopsNobodyElse() {
        define(ownersClient());
        put(brought("adas-own", "adas-secret")).statusCode(200);

        worker.complete(scene, worker.lease(scene), Worker.throttled(600));

        assertThat(scene.ofClient("throttled_until")).isNull();
        assertThat(scene.ask(
                        "select cast(next_attempt_at > now() + interval '9 min' as text) from connection where id = ?"))
                .isEqualTo("true");
    }

    @Test
    void ownersClient_tooLong_isRefusedByItsName() {
        define(ownersClient());

        put(brought("adas-own", "\"".repeat(60_000))).statusCode(400).body("errors[0].field", equalTo("client_secret"));
    }

    /** What a person entrusted is not sent to wherever a developer says next. */
    @Test
    void ownersClient_endpointMoved_ownerIsAskedAndTheOldOneGoesOn() {
        define(ownersClient());
        put(brought("adas-own", "adas-secret")).statusCode(200);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-1", null));

        var moved = ownersClient();
        moved.getJsonObject("settings").put("token_url", "http://127.0.0.1:1/elsewhere");
        define(moved);

        await().untilAsserted(() -> assertThat(scene.promptReason()).isEqualTo("settings_changed"));
        scene.dueAgain();
        assertThat(worker.lease(scene).getMaterial().getSettingsJson()).doesNotContain("elsewhere");
    }

    @Test
    void misplaced_isRefusedWithWhatToDo() {
        define(appClient());
        put(brought("adas-own", "x")).statusCode(400).body("errors[0].field", equalTo("client_id"));
        management()
                .body("{}")
                .post(path() + "/authorization")
                .then()
                .statusCode(409)
                .body("detail", containsString("client credentials"));

        scene.defined(new JsonObject());
        put(new JsonObject()).statusCode(409);

        var secretOnly = ownersClient().put("client_secret", "whose?");
        defining(secretOnly).then().statusCode(400).body("errors[0].field", equalTo("client_secret"));
    }

    private JsonObject appClient() {
        return ownersClient().put("client_id", clientId()).put("client_secret", "s3cret");
    }

    private JsonObject ownersClient() {
        var provider = vault.provider();
        var settings = new JsonObject()
                .put("grant", "client_credentials")
                .put("token_url", provider.uri(Endpoint.TOKEN).toString())
                .put("revocation_url", provider.uri(Endpoint.REVOCATION).toString())
                .put("scopes", new JsonArray().add("mail.read"));
        return new JsonObject().put("type", "oauth2").put("settings", settings);
    }

    private static JsonObject brought(String id, String secret) {
        return new JsonObject().put("client_id", id).put("client_secret", secret);
    }

    private void define(JsonObject definition) {
        var answer = defining(definition);
        assertThat(answer.statusCode()).as(answer.asString()).isLessThan(300);
        Contract.assertKept("Definition", answer.asString());
    }

    private Response defining(JsonObject definition) {
        return given().header(
                        "Authorization",
                        vault.issuer().developer(scene.key().app()).bearer())
                .contentType("application/json")
                .body(definition.encode())
                .put("/v1/definitions/user");
    }

    private void connected(String access) {
        define(appClient());
        lookup("").then().statusCode(503);
        worker.complete(scene, worker.lease(scene), Worker.renewed(access, null));
    }

    private void awaitConnection() {
        await().until(() -> given().header("Authorization", scene.member())
                        .get("/v1/connections")
                        .jsonPath()
                        .getList("connections")
                        .size()
                == 1);
    }

    private void awaitDue() {
        await().until(() ->
                Boolean.parseBoolean(scene.ask("select cast(due_at <= now() as text) from connection where id = ?")));
    }

    private void awaitFollowed() {
        await().until(() -> Boolean.parseBoolean(scene.ask("select cast(c.definition_version = d.version as text)"
                + " from connection c join definition d on d.id = c.definition_id where c.id = ?")));
    }

    private Response lookup(String query) {
        return given().header("Authorization", scene.execution()).get("/v1/lookup/user-connection" + query);
    }

    private io.restassured.specification.RequestSpecification management() {
        return given().header("Authorization", scene.member()).contentType("application/json");
    }

    private ValidatableResponse put(JsonObject request) {
        return management()
                .body(request.encode())
                .put(path() + "/client-credentials")
                .then();
    }

    private String path() {
        return "/v1/apps/" + scene.key().app() + "/connections/user";
    }

    private String clientId() {
        return "client-" + scene.key().app();
    }
}
