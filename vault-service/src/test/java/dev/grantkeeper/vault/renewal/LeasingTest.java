package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_HELD;
import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_NOT_DUE;
import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_STALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.wire.v1.LeaseGranted;
import dev.grantkeeper.wire.v1.LeaseResponse;
import io.grpc.Status;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class LeasingTest extends ServedWorker {

    @Test
    void lease_due_carriesWhatOneRefreshNeeds() throws Exception {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        var material = lease.getMaterial();
        assertThat(material.getRefreshToken()).isEqualTo("refresh-1");
        assertThat(material.getClientId()).isEqualTo("client-" + scene.key().app());
        assertThat(material.getClientSecret())
                .isEqualTo("client-secret-" + scene.key().app());
        assertThat(material.getScopesList()).containsExactly("mail.read");
        assertThat(new JsonObject(material.getSettingsJson()).getString("rotation"))
                .isEqualTo("strict");
        assertThat(lease.getLeaseSecret().size()).isEqualTo(32);
        assertThat(lease.getLeaseLife().getSeconds()).isEqualTo(15);
        assertThat(lease.getOutcomePublicKey().size()).isEqualTo(65);
        var hash = MessageDigest.getInstance("SHA-256")
                .digest(lease.getLeaseSecret().toByteArray());
        assertThat(scene.ask("select encode(lease_secret_hash, 'hex') from renewal_attempt where connection_id = ?"))
                .isEqualTo(HexFormat.of().formatHex(hash));
    }

    @Test
    void lease_given_isOnRecord() {
        var scene = stage.dueScene(vault);
        worker.lease(scene);
        assertThat(scene.ask("select actor from audit where action = 'refresh_leased' and connection_id = ?"))
                .isEqualTo("platform/worker-1");
    }

    @Test
    void lease_twentyAtOnce_isGivenOnce() throws Exception {
        var scene = stage.dueScene(vault);
        var id = scene.id();
        var threads = Executors.newFixedThreadPool(20);
        try {
            var answers = threads.invokeAll(IntStream.range(0, 20)
                    .<Callable<LeaseResponse>>mapToObj(i -> () -> worker.ask(id, 1))
                    .toList());
            var granted = 0;
            for (var answer : answers) {
                if (answer.get().hasGranted()) {
                    granted++;
                } else {
                    assertThat(answer.get().getDeclined().getReason()).isEqualTo(DECLINE_REASON_HELD);
                }
            }
            assertThat(granted).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(scene.ask("select count(*) from renewal_attempt where connection_id = ?"))
                .isEqualTo("1");
    }

    @Test
    void lease_notDue_isDeclined() {
        var scene = stage.scene(vault)
                .defined(new JsonObject())
                .connected("access-1", Optional.of("refresh-1"), Duration.ofHours(1), false);
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_NOT_DUE);
    }

    @Test
    void lease_otherGeneration_isStale() {
        var scene = stage.dueScene(vault);
        assertThat(worker.ask(scene.id(), 2).getDeclined().getReason()).isEqualTo(DECLINE_REASON_STALE);
    }

    @Test
    void lease_refreshTokenDoesNotOpen_isPutOff() {
        var scene = stage.dueScene(vault);
        scene.sql(
                "update connection set refresh_envelope = set_byte(refresh_envelope, octet_length(refresh_envelope) - 1,"
                        + " 255 - get_byte(refresh_envelope, octet_length(refresh_envelope) - 1)) where id = ?");
        assertIsPutOff(scene);
    }

    @Test
    void lease_definitionOfAnotherApp_isPutOff() {
        var scene = stage.dueScene(vault);
        var other = stage.dueScene(vault);
        scene.sql("update connection set definition_id = (select definition_id from connection where id = '"
                + other.id() + "') where id = ?");
        assertIsPutOff(scene);
    }

    private void assertIsPutOff(Stage.Scene scene) {
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
        assertThat(scene.ask("select failures || ' ' || (next_attempt_at > now()) from connection where id = ?"))
                .isEqualTo("1 true");
        assertThat(scene.ask("select count(*) from renewal_attempt where connection_id = ?"))
                .isEqualTo("0");
    }

    @Test
    void lease_unknownConnection_isStale() {
        assertThat(worker.ask(ConnectionId.random(), 1).getDeclined().getReason())
                .isEqualTo(DECLINE_REASON_STALE);
    }

    @Test
    void lease_notAnId_isInvalid() {
        var request = dev.grantkeeper.wire.v1.LeaseRequest.newBuilder()
                .setConnectionId("x")
                .build();
        var stub = worker.calledBy(vault.issuer().worker("w").bearer());
        assertThatThrownBy(() -> stub.lease(request))
                .satisfies(refused ->
                        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }

    @Test
    void lease_noRefreshToken_isStale() {
        var scene = stage.scene(vault)
                .defined(new JsonObject())
                .connected("access-1", Optional.empty(), Duration.ofHours(1), true);
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_STALE);
    }

    @Test
    void lease_endedWithoutOutcome_strict_isHeldWhileTheAccessTokenLives() {
        var scene = stage.dueScene(vault);
        worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
        assertThat(scene.ask("select next_attempt_at = expires_at from connection where id = ?"))
                .isEqualTo("t");
        assertThat(scene.promptReason()).isNull();
    }

    /** Its worker may have the answer and nobody to give it to. */
    @Test
    void lease_endedJustNow_strictAndTheAccessTokenIsDead_isHeldWhileTheOutcomeMayCome() {
        var scene = stage.dueScene(vault);
        worker.lease(scene);
        scene.leaseEnded(Duration.ofMillis(200));
        scene.accessTokenExpired();
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
        assertThat(scene.ask("select next_attempt_at > now() and next_attempt_at <= now() + interval '2 s'"
                        + " from connection where id = ?"))
                .isEqualTo("t");
    }

    /** One lease at a time, whatever value it is for. */
    @Test
    void lease_anotherOfAnOlderValueRuns_isHeld() {
        var scene = stage.dueScene(vault);
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        scene.accessTokenExpired();
        worker.lease(scene);
        worker.complete(scene, first, Worker.renewed("access-2", "refresh-2"));
        scene.dueAgain();
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
    }

    @Test
    void lease_endedWithoutOutcome_strict_isTriedAfterTheAccessTokenEndedForAsLongAsNobodySaysMore() {
        var scene = stage.dueScene(vault);
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        scene.accessTokenExpired(Duration.ofMinutes(10));
        var second = leaseOnceNothingIsAwaited(scene);
        assertThat(second.getLeaseId()).isNotEqualTo(first.getLeaseId());
        scene.leaseEnded(Duration.ofMinutes(9));
        leaseOnceNothingIsAwaited(scene);
        assertThat(scene.promptReason()).isNull();
    }

    @Test
    void lease_providerDoesNotAnswer_strict_inTheEndAPersonIsAsked() {
        var scene = stage.dueScene(vault);
        scene.accessTokenExpired(Duration.ofMinutes(10));
        worker.complete(scene, worker.lease(scene), Worker.unknown());
        scene.leaseEnded(Duration.ofMinutes(6));
        scene.sql("update renewal_attempt set unknown_at = leased_at + interval '8 s' where connection_id = ?");
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_STALE);
        assertThat(scene.promptReason()).isEqualTo("outcome_unknown");
        assertThat(scene.ask("select status || ' ' || failure from connection where id = ?"))
                .isEqualTo("auth_required outcome_unknown");
    }

    @Test
    void lease_requestNotMadeAfterALostAnswer_isGivenAgain() {
        var scene = stage.dueScene(vault);
        worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        scene.accessTokenExpired();
        worker.complete(scene, leaseOnceNothingIsAwaited(scene), Worker.notSent());
        scene.accessTokenExpired();
        leaseOnceNothingIsAwaited(scene);
        assertThat(scene.promptReason()).isNull();
    }

    /** A vault that has just started, or stood still, waits for outcomes that it may not have heard of. */
    private LeaseGranted leaseOnceNothingIsAwaited(Stage.Scene scene) {
        return await().until(() -> worker.ask(scene.id(), scene.generation()), LeaseResponse::hasGranted)
                .getGranted();
    }

    @Test
    void lease_endedWithoutOutcome_grace_isGivenAgainWhileTheGraceLasts() {
        var scene = stage.scene(vault)
                .defined(new JsonObject().put("rotation", "grace").put("rotation_grace_seconds", 60))
                .connected("access-1", "refresh-1");
        worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(60));
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
    }

    @Test
    void lease_endedWithoutOutcome_providerThatDoesNotRotate_isGivenAgain() {
        var scene = stage.scene(vault)
                .defined(new JsonObject().put("rotation", "none"))
                .connected("access-1", "refresh-1");
        for (var attempt = 0; attempt < 5; attempt++) {
            worker.lease(scene);
            scene.leaseEnded(Duration.ofSeconds(3));
        }
        assertThat(scene.promptReason()).isNull();
    }

    @Test
    void lease_undeclaredProviderSeenNotToRotate_isGivenAgain() {
        var scene = stage.scene(vault).defined(new JsonObject()).connected("access-1", "refresh-1");
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", null));
        scene.dueAgain();
        worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        worker.lease(scene);
    }

    @Test
    void lease_undeclaredProviderSeenToRotate_isHeld() {
        var scene = stage.scene(vault).defined(new JsonObject()).connected("access-1", "refresh-1");
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        scene.dueAgain();
        worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
    }

    @Test
    void anotherIssuersWorker_findsNothing() {
        var scene = stage.dueScene(vault);
        scene.sql("update connection set due_at = now() - interval '1 h' where id = ?");
        try (var rival =
                Worker.at(address.getPort(), vault.rival().worker("worker-1").bearer())) {
            assertThat(rival.claimDue(100)).isEmpty();
            assertThat(rival.declined(scene).getReason()).isEqualTo(DECLINE_REASON_STALE);
            var report = Worker.report(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
            assertThatThrownBy(() -> rival.complete(report))
                    .satisfies(refused ->
                            assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.NOT_FOUND));
        }
        assertThat(scene.generation()).isEqualTo(1);
    }

    @Test
    void complete_wrongLeaseSecret_findsNoLease() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        var forged = Worker.report(scene, lease, Worker.renewed("access-x", "refresh-x")).toBuilder()
                .setLeaseSecret(ByteString.copyFrom(new byte[32]))
                .build();
        assertThatThrownBy(() -> worker.complete(forged))
                .satisfies(refused ->
                        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.NOT_FOUND));
        assertThat(scene.accessToken()).isEqualTo("access-1");
    }
}
