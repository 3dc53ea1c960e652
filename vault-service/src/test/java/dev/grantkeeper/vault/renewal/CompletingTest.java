package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_APPLIED;
import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_DROPPED;
import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_NOTED;
import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_QUARANTINED;
import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_REVOKED;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Outcomes that bring a value, in time and out of it. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class CompletingTest extends ServedWorker {

    @Test
    void complete_renewedWithRotation_isTheNextGeneration() {
        var scene = stage.dueScene(vault);
        var answer = worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        assertThat(answer.getResult()).isEqualTo(COMPLETE_RESULT_APPLIED);
        assertThat(answer.getGeneration()).isEqualTo(2);
        assertThat(scene.accessToken()).isEqualTo("access-2");
        assertThat(scene.refreshToken()).isEqualTo("refresh-2");
        assertThat(scene.ask("select due_at between now() + interval '40 min' and now() + interval '56 min'"
                        + " and next_attempt_at is null and urgency = 'scheduled' from connection where id = ?"))
                .isEqualTo("t");
        assertThat(scene.ask("select actor from audit where action = 'renewed' and connection_id = ?"))
                .isEqualTo("platform/worker-1");
    }

    @Test
    void complete_renewed_livesFromTheLeaseOn() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        scene.sql("update renewal_attempt set leased_at = leased_at - interval '10 min' where connection_id = ?");
        worker.complete(scene, lease, Worker.renewed("access-2", "refresh-2"));
        assertThat(scene.ask("select c.expires_at = a.leased_at + interval '1 h' from connection c"
                        + " join renewal_attempt a on a.connection_id = c.id where c.id = ?"))
                .isEqualTo("t");
    }

    @Test
    void complete_repeated_saysTheSameAndChangesNothing() {
        var scene = stage.dueScene(vault);
        var report = Worker.report(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        var first = worker.complete(report);
        assertThat(worker.complete(report)).isEqualTo(first);
        assertThat(scene.generation()).isEqualTo(2);
    }

    @Test
    void complete_noRefreshToken_keepsTheOld() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", null));
        assertThat(scene.accessToken()).isEqualTo("access-2");
        assertThat(scene.refreshToken()).isEqualTo("refresh-1");
        assertThat(scene.connection().refreshGeneration()).contains(1L);
    }

    @Test
    void complete_sameRefreshTokenSentAgain_isNoRotation() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-1"));
        assertThat(scene.generation()).isEqualTo(2);
        assertThat(scene.connection().refreshGeneration()).contains(1L);
        assertThat(scene.connection().renewal().rotates()).contains(false);
    }

    @Test
    void complete_reconnectedMeanwhile_isErasedAndNotRevoked() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        scene.connected("access-new", "refresh-new");
        var revocations = vault.provider().calls(Endpoint.REVOCATION).size();
        var answer = worker.complete(scene, lease, Worker.renewed("access-2", "refresh-2"));
        assertThat(answer.getResult()).isEqualTo(COMPLETE_RESULT_DROPPED);
        assertThat(scene.accessToken()).isEqualTo("access-new");
        assertThat(scene.refreshToken()).isEqualTo("refresh-new");
        assertThat(vault.provider().calls(Endpoint.REVOCATION)).hasSize(revocations);
    }

    /** Its sender would repeat it for ever. */
    @Test
    void complete_appBecameOneOfSecretsAndThePersonSetOne_isDropped() {
        var scene = stage.dueScene(vault);
        var renewed = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        scene.accessTokenExpired();
        var failed = worker.lease(scene);
        given().header(
                        "Authorization",
                        vault.issuer().developer(scene.key().app()).bearer())
                .contentType("application/json")
                .body("{\"type\": \"secret\"}")
                .put("/v1/definitions/user")
                .then()
                .statusCode(200);
        given().header("Authorization", scene.member())
                .contentType("application/json")
                .body("{\"value\": \"set by hand\"}")
                .put("/v1/apps/" + scene.key().app() + "/connections/user/secret")
                .then()
                .statusCode(200);

        assertThat(worker.complete(scene, renewed, Worker.renewed("access-2", "refresh-2"))
                        .getResult())
                .isEqualTo(COMPLETE_RESULT_DROPPED);
        assertThat(worker.complete(scene, failed, Worker.passing()).getResult()).isEqualTo(COMPLETE_RESULT_DROPPED);
        assertThat(scene.accessToken()).isEqualTo("set by hand");
    }

    @Test
    void complete_disconnectedMeanwhile_isRevokedAtTheProvider() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        disconnect(scene);
        var answer = worker.complete(scene, lease, Worker.renewed("access-2", "refresh-late"));
        assertThat(answer.getResult()).isEqualTo(COMPLETE_RESULT_REVOKED);
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.DISCONNECTED);
        await().untilAsserted(() -> assertThat(vault.provider().calls(Endpoint.REVOCATION))
                .anySatisfy(call -> assertThat(call.parameters()).containsEntry("token", "refresh-late")));
    }

    @Test
    void complete_disconnectedAndItsInputsErased_isRevokedAtTheProvider() {
        var site = new JsonObject().put("title", "Site").put("example", "north").put("pattern", "[a-z]+");
        var scene = stage.scene(vault)
                .defined(new JsonObject()
                        .put("authorization_parameters", new JsonObject().put("account", "{site}"))
                        .put("connection_inputs", new JsonObject().put("site", site)))
                .connected("access-1", "refresh-1");
        scene.sql("update connection set inputs = '{\"site\":\"north\"}' where id = ?");
        var lease = worker.lease(scene);
        disconnect(scene);
        // As an offboarding does.
        scene.sql("update connection set inputs = '{}' where id = ?");

        var answer = worker.complete(scene, lease, Worker.renewed("access-2", "refresh-of-a-blank"));

        assertThat(answer.getResult()).isEqualTo(COMPLETE_RESULT_REVOKED);
        await().untilAsserted(() -> assertThat(vault.provider().calls(Endpoint.REVOCATION))
                .anySatisfy(call -> assertThat(call.parameters()).containsEntry("token", "refresh-of-a-blank")));
    }

    @Test
    void disconnect_tokenInQuarantine_isRevokedToo() {
        var scene = stage.dueScene(vault);
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        scene.accessTokenExpired();
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-held"));
        worker.complete(scene, first, Worker.renewed("access-late", "refresh-spare"));

        disconnect(scene);

        assertThat(quarantined(scene)).isEqualTo("0");
        await().untilAsserted(() -> assertThat(vault.provider().calls(Endpoint.REVOCATION))
                .extracting(call -> call.parameters().get("token"))
                .contains("refresh-held", "refresh-spare"));
    }

    @Test
    void complete_lateAndNobodyElseWrote_isApplied() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        scene.leaseEnded(Duration.ofMinutes(1));
        var answer = worker.complete(scene, lease, Worker.renewed("access-2", "refresh-2"));
        assertThat(answer.getResult()).isEqualTo(COMPLETE_RESULT_APPLIED);
    }

    @Test
    void complete_lateAfterANewerRefreshToken_isKeptSealedAndUsedWhenThatOneDies() {
        var scene = stage.dueScene(vault);
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        scene.accessTokenExpired();
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        var late = worker.complete(scene, first, Worker.renewed("access-late", "refresh-late"));
        assertThat(late.getResult()).isEqualTo(COMPLETE_RESULT_QUARANTINED);
        assertThat(scene.accessToken()).isEqualTo("access-2");
        assertThat(quarantined(scene)).isEqualTo("1");

        scene.dueAgain();
        worker.complete(scene, worker.lease(scene), Worker.rejected());
        assertThat(scene.accessToken()).isEqualTo("access-late");
        assertThat(scene.refreshToken()).isEqualTo("refresh-late");
        assertThat(scene.generation()).isEqualTo(3);
        assertThat(quarantined(scene)).isEqualTo("0");
        assertThat(scene.promptReason()).isNull();

        worker.complete(scene, worker.lease(scene), Worker.rejected());
        assertThat(scene.promptReason()).isEqualTo("grant_revoked");
    }

    @Test
    void complete_lateAfterTheNewerRefreshTokenDied_revivesTheConnection() {
        var scene = stage.dueScene(vault);
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        scene.accessTokenExpired();
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        scene.dueAgain();
        worker.complete(scene, worker.lease(scene), Worker.rejected());
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.AUTH_REQUIRED);

        worker.complete(scene, first, Worker.renewed("access-late", "refresh-late"));
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(scene.accessToken()).isEqualTo("access-late");
        assertThat(scene.promptReason()).isNull();
    }

    @Test
    void rejected_theNewestInQuarantineNeverOpens_goesOnWithTheOneBefore() {
        var scene = stage.dueScene(vault);
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(9));
        scene.accessTokenExpired();
        var second = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(6));
        scene.accessTokenExpired();
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        worker.complete(scene, first, Worker.renewed("access-old", "refresh-old"));
        worker.complete(scene, second, Worker.renewed("access-damaged", "refresh-damaged"));
        scene.sql("update quarantine set obtained_at = obtained_at + interval '1 s', envelope = decode('00', 'hex')"
                + " where lease_id = '" + second.getLeaseId() + "' and connection_id = ?");

        scene.dueAgain();
        worker.complete(scene, worker.lease(scene), Worker.rejected());

        assertThat(scene.refreshToken()).isEqualTo("refresh-old");
        assertThat(quarantined(scene)).isEqualTo("0");
        assertThat(scene.promptReason()).isNull();
    }

    @Test
    void complete_lateWithoutRefreshTokenOverANewerValue_isDropped() {
        var scene = stage.scene(vault)
                .defined(new io.vertx.core.json.JsonObject().put("rotation", "none"))
                .connected("access-1", "refresh-1");
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", null));
        assertThat(worker.complete(scene, first, Worker.renewed("access-old", null))
                        .getResult())
                .isEqualTo(COMPLETE_RESULT_DROPPED);
        assertThat(scene.accessToken()).isEqualTo("access-2");
    }

    @Test
    void complete_unknownAndThenTheAnswer_isApplied() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        assertThat(worker.complete(scene, lease, Worker.unknown()).getResult()).isEqualTo(COMPLETE_RESULT_NOTED);
        assertThat(worker.complete(scene, lease, Worker.unknown()).getResult()).isEqualTo(COMPLETE_RESULT_NOTED);
        assertThat(worker.complete(scene, lease, Worker.renewed("access-2", "refresh-2"))
                        .getResult())
                .isEqualTo(COMPLETE_RESULT_APPLIED);
        assertThat(scene.connection().renewal().unknownSince()).isEmpty();
    }

    @Test
    void complete_afterAuthenticationWasRequired_revivesTheConnectionAndResolvesThePrompt() {
        var scene = stage.dueScene(vault);
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofMinutes(6));
        scene.accessTokenExpired(Duration.ofMinutes(10));
        worker.complete(scene, first, Worker.unknown());
        assertThat(scene.promptReason()).isEqualTo("outcome_unknown");

        worker.complete(scene, first, Worker.renewed("access-2", "refresh-2"));
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(scene.promptReason()).isNull();
    }

    private void disconnect(Stage.Scene scene) {
        given().header("Authorization", scene.member())
                .delete("/v1/connections/" + scene.id())
                .then()
                .statusCode(204);
    }

    private static String quarantined(Stage.Scene scene) {
        return scene.ask("select count(*) from quarantine where connection_id = ?");
    }
}
