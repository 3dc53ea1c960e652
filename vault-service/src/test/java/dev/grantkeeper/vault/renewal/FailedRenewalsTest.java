package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_DROPPED;
import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_NOTED;
import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_HELD;
import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_NO_PERMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Outcomes that bring no value. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class FailedRenewalsTest extends ServedWorker {

    private static final String WAIT =
            "select extract(epoch from next_attempt_at - now()) from connection where id = ?";

    private static final String PAUSE = "select extract(epoch from throttled_until - now()) from provider_client p"
            + " join connection c on c.app = p.app where c.id = ?";

    @Test
    void rejected_nothingAwaited_asksAPersonAtOnce() {
        var scene = stage.dueScene(vault);
        var answer = worker.complete(scene, worker.lease(scene), Worker.rejected());
        assertThat(answer.getResult()).isEqualTo(COMPLETE_RESULT_NOTED);
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.AUTH_REQUIRED);
        assertThat(scene.promptReason()).isEqualTo("grant_revoked");
        assertThat(scene.ask("select detail from audit where action = 'renewal_failed' and connection_id = ?"))
                .isEqualTo("grant_revoked");
    }

    @Test
    void rejected_valueReplacedMeanwhile_changesNothing() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        scene.connected("access-new", "refresh-new");
        assertThat(worker.complete(scene, lease, Worker.rejected()).getResult()).isEqualTo(COMPLETE_RESULT_DROPPED);
        assertThat(scene.promptReason()).isNull();
    }

    @Test
    void rejected_anAnswerIsAwaited_waitsForItAndThenAsksAPerson() {
        var scene = awaiting();
        assertThat(scene.promptReason()).isNull();
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(Double.parseDouble(scene.ask(WAIT))).isBetween(0.0, 2.1);
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);

        scene.sql("update connection set next_attempt_at = now() - interval '1 s' where id = ?");
        await().untilAsserted(() -> assertThat(scene.promptReason()).isEqualTo("outcome_unknown"));
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.AUTH_REQUIRED);
    }

    @Test
    void rejected_theAwaitedAnswerComes_nobodyIsAsked() {
        var scene = stage.dueScene(vault);
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        scene.accessTokenExpired();
        worker.complete(scene, worker.lease(scene), Worker.rejected());
        worker.complete(scene, first, Worker.renewed("access-2", "refresh-2"));
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(scene.connection().renewal().isRejected()).isFalse();
        assertThat(scene.accessToken()).isEqualTo("access-2");
        assertThat(scene.promptReason()).isNull();
    }

    private Stage.Scene awaiting() {
        var scene = stage.dueScene(vault);
        worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        scene.accessTokenExpired();
        worker.complete(scene, worker.lease(scene), Worker.rejected());
        return scene;
    }

    @Test
    void misconfigured_holdsTheClientBackUntilItsDefinitionChanges() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.misconfigured());
        assertThat(scene.promptReason()).isNull();
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);
        assertThat(refused(scene)).isEqualTo("t");

        scene.defined(new JsonObject().put("rotation", "none"));
        assertThat(refused(scene)).isNull();
        worker.lease(scene);
    }

    @Test
    void misconfigured_anHourLater_isProbedByOne() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.misconfigured());
        scene.sql(
                "update provider_client set probe_at = now() - interval '1 s' where app = (select app from connection where id = ?)");
        var probe = worker.lease(scene);
        scene.sql("update connection set next_attempt_at = null where id = ?");
        scene.sql("update renewal_attempt set unknown_at = now() where connection_id = ?");
        scene.accessTokenExpired();
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);

        worker.complete(scene, probe, Worker.renewed("access-2", "refresh-2"));
        assertThat(refused(scene)).isNull();
    }

    @Test
    void misconfigured_definitionChangedWhileTheRequestWasUnderWay_isTriedAgainAtOnce() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        scene.defined(new JsonObject().put("rotation", "none"));
        worker.complete(scene, lease, Worker.misconfigured());
        worker.lease(scene);
    }

    private static String refused(Stage.Scene scene) {
        return scene.ask("select true from provider_hold h join connection c on h.definition_id = c.definition_id"
                + " and h.definition_version = c.definition_version where h.refused_until is not null and c.id = ?");
    }

    @Test
    void throttled_holdsTheClientBackForAsLongAsAsked() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.throttled(120));
        assertThat(Double.parseDouble(scene.ask(PAUSE))).isBetween(100.0, 121.0);
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);
        assertThat(worker.claimDue(100))
                .noneMatch(hint -> hint.getConnectionId().equals(scene.id().toString()));
    }

    @Test
    void throttled_forADay_isHeldBackForAnHour() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.throttled(86_400));
        assertThat(Double.parseDouble(scene.ask(PAUSE))).isBetween(3540.0, 3601.0);
    }

    @Test
    void passing_isTriedAgainBeforeTheAccessTokenEnds() {
        var scene = stage.scene(vault)
                .defined(new JsonObject())
                .connected("access-1", Optional.of("refresh-1"), Duration.ofSeconds(8), true);
        scene.sql("update connection set failures = 8 where id = ?");
        worker.complete(scene, worker.lease(scene), Worker.passing());
        assertThat(Double.parseDouble(scene.ask(WAIT))).isBetween(0.0, 4.0);
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
        assertThat(scene.promptReason()).isNull();
    }

    @Test
    void passing_whileAnotherAttemptRuns_leavesItAlone() {
        var scene = stage.scene(vault)
                .defined(new JsonObject().put("rotation", "grace").put("rotation_grace_seconds", 60))
                .connected("access-1", "refresh-1");
        var first = worker.lease(scene);
        worker.complete(scene, first, Worker.unknown());
        worker.lease(scene);
        worker.complete(scene, first, Worker.passing());
        assertThat(Double.parseDouble(scene.ask(WAIT))).isBetween(5.0, 15.0);
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
    }

    @Test
    void unknown_grace_isGivenAgainAtOnce() {
        var scene = stage.scene(vault)
                .defined(new JsonObject().put("rotation", "grace").put("rotation_grace_seconds", 60))
                .connected("access-1", "refresh-1");
        worker.complete(scene, worker.lease(scene), Worker.unknown());
        worker.lease(scene);
    }

    @Test
    void unknown_graceAndLostAgain_isPacedAndLeavesHalfOfTheGrace() {
        var scene = stage.scene(vault)
                .defined(new JsonObject().put("rotation", "grace").put("rotation_grace_seconds", 60))
                .connected("access-1", "refresh-1");
        worker.complete(scene, worker.lease(scene), Worker.unknown());
        scene.sql("update connection set failures = 8 where id = ?");
        worker.complete(scene, worker.lease(scene), Worker.unknown());
        assertThat(Double.parseDouble(scene.ask(WAIT))).isBetween(0.0, 30.0);
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
        scene.sql("update connection set next_attempt_at = null where id = ?");
        worker.lease(scene);
    }

    @Test
    void unknown_graceIsOver_isHeldWhileTheAccessTokenLives() {
        var scene = stage.scene(vault)
                .defined(new JsonObject().put("rotation", "grace").put("rotation_grace_seconds", 60))
                .connected("access-1", "refresh-1");
        worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(60));
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
        assertThat(heldToTheEnd(scene)).isEqualTo("t");
    }

    @Test
    void unknown_strict_isHeldWhileTheAccessTokenLives() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.unknown());
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
        assertThat(heldToTheEnd(scene)).isEqualTo("t");
    }

    @Test
    void unknown_strictAndTheProviderDoesNotAnswer_isAskedAgainForAWhileBeforeAPersonIs() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.unknown());
        scene.accessTokenExpired();
        worker.complete(scene, worker.lease(scene), Worker.unknown());
        assertThat(Double.parseDouble(scene.ask(WAIT))).isBetween(0.0, 60.0);
        assertThat(scene.promptReason()).isNull();

        scene.accessTokenExpired(Duration.ofMinutes(10));
        var last = worker.lease(scene);
        scene.sql("update renewal_attempt set leased_at = leased_at - interval '6 min' where connection_id = ?");
        worker.complete(scene, last, Worker.unknown());
        assertThat(scene.promptReason()).isEqualTo("outcome_unknown");
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.AUTH_REQUIRED);
    }

    @Test
    void unknown_reportedAfterTheLeaseWasTakenOver_countsAsUnanswered() {
        var scene = stage.dueScene(vault);
        scene.accessTokenExpired(Duration.ofMinutes(10));
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(40));
        var second = worker.lease(scene);
        scene.sql("update renewal_attempt set leased_at = leased_at - interval '6 min' where connection_id = ?");
        worker.complete(scene, second, Worker.passing());
        assertThat(scene.promptReason()).isNull();

        worker.complete(scene, first, Worker.unknown());

        assertThat(scene.promptReason()).isEqualTo("outcome_unknown");
    }

    @Test
    void unknown_strictAndTheLateAnswerWasARefusalToServe_isTriedAgainAsIfNothingWereLost() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        worker.complete(scene, lease, Worker.unknown());
        worker.complete(scene, lease, Worker.passing());
        assertThat(Double.parseDouble(scene.ask(WAIT))).isBetween(0.0, 5.0);
        scene.sql("update connection set next_attempt_at = null where id = ?");
        worker.lease(scene);
    }

    private static String heldToTheEnd(Stage.Scene scene) {
        return scene.ask("select next_attempt_at = expires_at from connection where id = ?");
    }

    @Test
    void notSent_anyNumberOfTimes_isTriedAgainWithinAMinute() {
        var scene = stage.dueScene(vault);
        scene.sql("update connection set failures = 20 where id = ?");
        worker.complete(scene, worker.lease(scene), Worker.notSent());
        assertThat(Double.parseDouble(scene.ask(WAIT))).isBetween(0.0, 60.0);
    }
}
