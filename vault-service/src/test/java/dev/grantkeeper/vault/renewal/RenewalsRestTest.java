package dev.grantkeeper.vault.renewal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How renewals went, as people are told. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class RenewalsRestTest extends ServedWorker {

    @Test
    void list_everyKindOfAnswer_saysWhatCameOfIt() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        scene.dueAgain();
        scene.accessTokenExpired();
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-3", "refresh-3"));
        scene.dueAgain();
        worker.complete(scene, worker.lease(scene), Worker.passing());
        scene.dueAgain();
        worker.complete(scene, worker.lease(scene), Worker.throttled());
        scene.client("throttled_until = null, throttles = 0");
        scene.dueAgain();
        var last = worker.lease(scene);
        assertThat(results(scene)).containsExactly("pending", "throttled", "failed", "late", "renewed");
        worker.complete(scene, last, Worker.rejected());

        var renewals = renewals(scene, "");

        assertThat(renewals)
                .extracting(renewal -> renewal.getString("result"))
                .containsExactly("rejected", "throttled", "failed", "late", "renewed");
        assertThat(renewals)
                .extracting(renewal -> renewal.getLong("generation"))
                .containsExactly(3L, 3L, 3L, 2L, 1L);
        assertThat(renewals).allSatisfy(renewal -> assertThat(Instant.parse(renewal.getString("answered_at")))
                .isAfterOrEqualTo(Instant.parse(renewal.getString("at"))));
        assertThat(results(scene, "?limit=2")).containsExactly("rejected", "throttled");
    }

    @Test
    void list_noAnswer_isPendingAndThenLost() {
        var scene = stage.dueScene(vault);
        worker.lease(scene);
        assertThat(renewals(scene, "")).singleElement().satisfies(renewal -> assertThat(renewal.getMap())
                .containsEntry("result", "pending")
                .containsEntry("urgency", "scheduled")
                .doesNotContainKey("answered_at"));

        scene.leaseEnded(Duration.ofSeconds(3));

        assertThat(results(scene)).containsExactly("lost");
    }

    @Test
    void list_workerSaysItIsLost_isLost() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.unknown());

        assertThat(results(scene)).containsExactly("lost");
    }

    @Test
    void list_misconfigured_saysSo() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.misconfigured());

        assertThat(results(scene)).containsExactly("misconfigured");
    }

    @Test
    void list_firstValueOfAClient_isNotLate() {
        var scene = stage.scene(vault)
                .defined(new JsonObject()
                        .put("grant", "client_credentials")
                        .putNull("authorization_url")
                        .putNull("revocation_url"));
        given().header("Authorization", scene.member())
                .contentType("application/json")
                .body("{}")
                .put("/v1/apps/" + scene.key().app() + "/connections/user/client-credentials")
                .then()
                .statusCode(200);

        worker.complete(scene, worker.lease(scene), Worker.renewed("access-1", null));

        assertThat(results(scene)).containsExactly("renewed");
    }

    @Test
    void list_neverRenewed_isEmpty() {
        var scene = stage.scene(vault)
                .defined(new JsonObject())
                .connected("access-1", Optional.empty(), Duration.ofHours(1), false);

        assertThat(renewals(scene, "")).isEmpty();
    }

    @Test
    void list_somebodyElsesOrNone_isNotFound() {
        var scene = stage.dueScene(vault);
        var bob = vault.issuer().admin(scene.key().tenant().workspace(), "bob").bearer();
        for (var id : List.of(scene.id().toString(), UUID.randomUUID().toString())) {
            given().header("Authorization", bob)
                    .get("/v1/connections/" + id + "/renewals")
                    .then()
                    .statusCode(404)
                    .body("reason", equalTo("NOT_FOUND"));
        }
    }

    @Test
    void list_noSuchLimit_isInvalid() {
        var scene = stage.dueScene(vault);
        for (var limit : List.of("0", "101", "many")) {
            given().header("Authorization", scene.member())
                    .get("/v1/connections/" + scene.id() + "/renewals?limit=" + limit)
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo("limit"));
        }
    }

    private static List<String> results(Stage.Scene scene) {
        return results(scene, "");
    }

    private static List<String> results(Stage.Scene scene, String query) {
        return renewals(scene, query).stream()
                .map(renewal -> renewal.getString("result"))
                .toList();
    }

    private static List<JsonObject> renewals(Stage.Scene scene, String query) {
        var answer = given().header("Authorization", scene.member())
                .get("/v1/connections/" + scene.id() + "/renewals" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        Contract.assertKept("Renewals", answer);
        return new JsonObject(answer)
                .getJsonArray("renewals").stream().map(JsonObject.class::cast).toList();
    }
}
