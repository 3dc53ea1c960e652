package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_APPLIED;
import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_HELD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.wire.v1.WorkerProcess;
import io.grpc.Status;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class SuccessionTest extends ServedWorker {

    private final String place = "pod-" + UUID.randomUUID();
    private final WorkerProcess dead = Worker.process(place);
    private final WorkerProcess successor = Worker.process(place);

    @Test
    void begin_afterADeath_endsItsLeaseAndTheGraceIsUsed() {
        var scene = graceful();
        worker.ask(scene, dead);
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);

        assertThat(worker.begin(successor)).isEqualTo(1);

        assertThat(worker.ask(scene, successor).hasGranted()).isTrue();
        assertThat(worker.begin(successor)).isZero();
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
    }

    @Test
    void begin_afterADeath_isPublishedAndHintedAtOnce() throws SQLException {
        var scene = graceful();
        scene.sql("update connection set due_at = now() - interval '1 h', published_at = now() where id = ?");
        worker.ask(scene, dead);
        assertThat(hinted(scene)).isFalse();
        var before = scene.ask("select published_at from connection where id = ?");

        worker.begin(successor);

        // The sweep may have published it already.
        assertThat(scene.ask(
                        "select published_at is null or published_at > '" + before + "' from connection where id = ?"))
                .isEqualTo("t");
        assertThat(hinted(scene)).isTrue();
        leaveNothingDue();
    }

    @Test
    void begin_strictRotation_isStillHeld() {
        var scene = stage.dueScene(vault);
        worker.ask(scene, dead);
        assertThat(worker.begin(successor)).isEqualTo(1);
        assertThat(worker.ask(scene, successor).getDeclined().getReason()).isEqualTo(DECLINE_REASON_HELD);
        assertThat(scene.promptReason()).isNull();
    }

    @Test
    void begin_outcomeOfTheFormerProcessComesAfterAll_isApplied() {
        var scene = stage.dueScene(vault);
        var lease = worker.ask(scene, dead).getGranted();
        worker.begin(successor);
        assertThat(worker.complete(scene, lease, Worker.renewed("access-2", "refresh-2"))
                        .getResult())
                .isEqualTo(COMPLETE_RESULT_APPLIED);
    }

    @Test
    void begin_elsewhereOrWithoutAProcessOrAnotherWorker_endsNothing() {
        var silent = graceful();
        worker.lease(silent);
        var scene = graceful();
        worker.ask(scene, dead);
        assertThat(worker.begin(Worker.process("pod-" + UUID.randomUUID()))).isZero();
        try (var other =
                Worker.at(address.getPort(), vault.issuer().worker("worker-2").bearer())) {
            assertThat(other.begin(successor)).isZero();
        }
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
        assertThat(worker.declined(silent).getReason()).isEqualTo(DECLINE_REASON_HELD);
    }

    @Test
    void begin_formerProcessHadReported_leavesItsVerdict() {
        var scene = graceful();
        var lease = worker.ask(scene, dead).getGranted();
        worker.complete(scene, lease, Worker.unknown());
        var next = scene.ask("select next_attempt_at from connection where id = ?");
        assertThat(worker.begin(successor)).isZero();
        assertThat(scene.ask("select next_attempt_at from connection where id = ?"))
                .isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 6b1f0a9e-52f7-4c1b-9a55-1f1f5f3f7c11, process.instance",
        "'a\nb', 6b1f0a9e-52f7-4c1b-9a55-1f1f5f3f7c11, process.instance",
        "pod-1, 7, process.process_id"
    })
    void begin_malformed_isInvalid(String instance, String id, String field) {
        var malformed = WorkerProcess.newBuilder()
                .setInstance(instance)
                .setProcessId(id)
                .build();
        assertThatThrownBy(() -> worker.begin(malformed))
                .hasMessageContaining(field)
                .satisfies(refused ->
                        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }

    private boolean hinted(Stage.Scene scene) {
        return worker.claimDue(100).stream()
                .anyMatch(hint -> hint.getConnectionId().equals(scene.id().toString()));
    }

    private Stage.Scene graceful() {
        return stage.scene(vault)
                .defined(new JsonObject().put("rotation", "grace").put("rotation_grace_seconds", 30))
                .connected("access-1", "refresh-1");
    }
}
