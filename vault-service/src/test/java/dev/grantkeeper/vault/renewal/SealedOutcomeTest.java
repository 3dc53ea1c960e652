package dev.grantkeeper.vault.renewal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.grantkeeper.envelope.RenewalOutcomes;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.wire.v1.CompleteRequest;
import dev.grantkeeper.wire.v1.LeaseGranted;
import dev.grantkeeper.wire.v1.SealedReport;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Outcomes that come over Kafka, as a worker seals them. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class SealedOutcomeTest extends ServedWorker {

    private static final String TOPIC = "grantkeeper.renewal.outcome";
    private static final String DEAD_LETTERS = "grantkeeper.renewal.outcome.dlq";

    @Test
    void outcome_sealedByTheLeaseHolder_isAppliedLikeAReport() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        send(scene, lease, Worker.report(scene, lease, Worker.renewed("access-2", "refresh-2")));
        await().atMost(Duration.ofSeconds(30)).until(() -> scene.generation() == 2);
        assertThat(scene.accessToken()).isEqualTo("access-2");
        assertThat(scene.refreshToken()).isEqualTo("refresh-2");
    }

    @Test
    void outcome_sentTwiceAndReportedToo_isAppliedOnce() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        var report = Worker.report(scene, lease, Worker.renewed("access-2", "refresh-2"));
        send(scene, lease, report);
        send(scene, lease, report);
        worker.complete(report);
        sendAndAwaitAnother();
        assertThat(scene.generation()).isEqualTo(2);
    }

    @Test
    void outcome_hasToWait_doesNotHoldUpOthersAndIsAppliedInTheEnd() throws SQLException {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        var report = Worker.report(scene, lease, Worker.renewed("access-2", "refresh-2"));
        try (var session = vault.sql();
                var lock = session.prepareStatement("select from connection where id = ? for update")) {
            session.setAutoCommit(false);
            lock.setObject(1, scene.id().value());
            lock.executeQuery();
            send(scene, lease, report);
            sendAndAwaitAnother();
            assertThat(scene.generation()).isEqualTo(1);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> scene.generation() == 2);
    }

    @Test
    void outcome_sealedWithoutTheLeaseSecret_isRefused() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        var forged = Worker.report(scene, lease, Worker.renewed("access-x", "refresh-x")).toBuilder()
                .setLeaseSecret(ByteString.copyFrom(new byte[32]))
                .build();
        send(scene, lease, forged);
        sendAndAwaitAnother();
        assertThat(scene.accessToken()).isEqualTo("access-1");
        assertThat(scene.generation()).isEqualTo(1);
    }

    @Test
    void outcome_sealedForAnotherConnection_isPutAside() {
        var scene = stage.dueScene(vault);
        var other = stage.dueScene(vault);
        var lease = worker.lease(scene);
        try (var deadLetters = KafkaTopic.read(vault, DEAD_LETTERS)) {
            var sealed = sealed(scene, lease, Worker.report(scene, lease, Worker.renewed("access-x", "refresh-x")));
            KafkaTopic.write(
                    vault,
                    TOPIC,
                    other.id().toString(),
                    sealed.put("connection_id", other.id().toString()).encode());
            var event = deadLetters.await(other.id().toString());
            assertThat(KafkaTopic.header(event, "grantkeeper_reason")).isEqualTo("does_not_open");
        }
        assertThat(scene.generation()).isEqualTo(1);
    }

    @Test
    void outcome_undecipherable_isPutAsideWithAWordOfOurs() {
        try (var deadLetters = KafkaTopic.read(vault, DEAD_LETTERS)) {
            var key = UUID.randomUUID().toString();
            KafkaTopic.write(vault, TOPIC, key, "{not json");
            var malformed = deadLetters.await(key);
            assertThat(malformed.value()).isEqualTo("{not json");
            assertThat(KafkaTopic.header(malformed, "grantkeeper_reason")).isEqualTo("not_by_schema");
            assertThat(KafkaTopic.header(malformed, "grantkeeper_origin")).startsWith(TOPIC + "-");

            var stranger = UUID.randomUUID().toString();
            KafkaTopic.write(
                    vault,
                    TOPIC,
                    stranger,
                    new JsonObject()
                            .put("connection_id", stranger)
                            .put("outcome_key_id", UUID.randomUUID() + ".1")
                            .put("sealed", base64(new byte[100]))
                            .encode());
            assertThat(KafkaTopic.header(deadLetters.await(stranger), "grantkeeper_reason"))
                    .isEqualTo("no_such_connection");
        }
    }

    @Test
    void deadLetter_replayedTwice_isAppliedOnceAndMarked() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        var key = scene.id().toString();
        var sealed = sealed(scene, lease, Worker.report(scene, lease, Worker.renewed("access-2", "refresh-2")));
        try (var deadLetters = KafkaTopic.read(vault, DEAD_LETTERS);
                var outcomes = KafkaTopic.read(vault, TOPIC)) {
            KafkaTopic.write(vault, DEAD_LETTERS, key, sealed.encode());
            var letter = deadLetters.await(key);
            var place = letter.partition() + "/" + letter.offset();

            replay(place);
            var replayed = outcomes.await(key);
            assertThat(replayed.value()).isEqualTo(letter.value());
            assertThat(KafkaTopic.header(replayed, "grantkeeper_replay"))
                    .isEqualTo(DEAD_LETTERS + "-" + letter.partition() + "@" + letter.offset());
            await().atMost(Duration.ofSeconds(30)).until(() -> scene.generation() == 2);
            replay(place);
        }
        sendAndAwaitAnother();
        assertThat(scene.generation()).isEqualTo(2);
        assertThat(scene.ask("select count(*) from audit where action = 'dead_letter_replayed' and connection_id = ?"))
                .isEqualTo("2");
    }

    private void replay(String place) {
        given().header("Authorization", vault.issuer().operator("operator-1").bearer())
                .post("/v1/dead-letters/" + DEAD_LETTERS + "/" + place + "/replay")
                .then()
                .statusCode(204);
    }

    /** All partitions are taken by one consumer: what was sent before was taken before. */
    private void sendAndAwaitAnother() {
        var scene = stage.dueScene(vault);
        var lease = worker.lease(scene);
        send(scene, lease, Worker.report(scene, lease, Worker.renewed("access-2", "refresh-2")));
        await().atMost(Duration.ofSeconds(30)).until(() -> scene.generation() == 2);
    }

    private void send(Stage.Scene scene, LeaseGranted lease, CompleteRequest report) {
        KafkaTopic.write(
                vault,
                TOPIC,
                scene.id().toString(),
                sealed(scene, lease, report).encode());
    }

    private static JsonObject sealed(Stage.Scene scene, LeaseGranted lease, CompleteRequest report) {
        var bytes = SealedReport.newBuilder().setReport(report).build().toByteArray();
        return new JsonObject()
                .put("connection_id", scene.id().toString())
                .put("outcome_key_id", lease.getOutcomeKeyId())
                .put(
                        "sealed",
                        base64(RenewalOutcomes.seal(
                                lease.getOutcomePublicKey().toByteArray(),
                                scene.id().toString(),
                                Secret.of(bytes))));
    }

    /** As the contract says: not the dialect that Vert.x' own JSON speaks, with other letters and no padding. */
    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
