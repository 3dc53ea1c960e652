package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_HELD;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.renewal.UrgentRenewals.Ended;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lookups of a value that has expired. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class UrgentRenewalsTest extends ServedWorker {

    @Inject
    UrgentRenewals renewals;

    @Test
    void lookup_expired_isPublishedAtOnceAndServesTheNewValue() {
        try (var topic = KafkaTopic.read(vault, "grantkeeper.token.expiring")) {
            var scene = expiredAndNotDue();
            var answers = IntStream.range(0, 10)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> lookup(scene)))
                    .toList();
            var event = topic.await(scene.id().toString());
            KafkaTopic.check("token-expiring", event);
            assertThat(new JsonObject(event.value()).getString("urgency")).isEqualTo("urgent");
            worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.join().statusCode()).isEqualTo(200);
                assertThat(answer.join().jsonPath().getString("value")).isEqualTo("access-2");
            });
        }
    }

    @Test
    void lookup_expiredAndNobodyRenews_saysRetryWithinTwoSeconds() {
        var scene = expiredAndNotDue();
        var started = System.nanoTime();
        lookup(scene).then().statusCode(503).header("Retry-After", "1").body("reason", equalTo("RENEWING"));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void lookup_expiredWhileTheRenewalBacksOff_doesNotHastenIt() {
        var scene = stage.dueScene(vault);
        scene.sql("update connection set expires_at = now() - interval '1 s', failures = 3,"
                + " next_attempt_at = now() + interval '1 min' where id = ?");
        lookup(scene).then().statusCode(503);
        assertThat(scene.ask("select urgency from connection where id = ?")).isEqualTo("urgent");
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
    }

    @Test
    void lookup_expiredAndTheClientIsRefused_saysSo() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.misconfigured());
        scene.sql("update connection set expires_at = now() - interval '1 s' where id = ?");
        lookup(scene).then().statusCode(424).body("reason", equalTo("PROVIDER_MISCONFIGURED"));
    }

    @Test
    void lookup_grantDiesWhileWaiting_asksThePerson() {
        var scene = expiredAndNotDue();
        var answer = CompletableFuture.supplyAsync(() -> lookup(scene));
        org.awaitility.Awaitility.await()
                .until(() -> "urgent".equals(scene.ask("select urgency from connection where id = ?")));
        worker.complete(scene, worker.lease(scene), Worker.rejected());
        answer.join().then().statusCode(424).body("cause", equalTo("grant_revoked"));
    }

    @Test
    void renew_newerGeneration_isRenewed() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        var id = scene.id();
        assertThat(Stage.run(() -> renewals.renew(id, 1, Duration.ofSeconds(2))))
                .isEqualTo(Ended.RENEWED);
    }

    @Test
    void renew_noPatience_isPending() {
        var scene = expiredAndNotDue();
        var id = scene.id();
        assertThat(Stage.run(() -> renewals.renew(id, 1, Duration.ofMillis(1)))).isEqualTo(Ended.PENDING);
    }

    private Stage.Scene expiredAndNotDue() {
        var scene = stage.dueScene(vault);
        scene.sql("update connection set expires_at = now() - interval '1 s', due_at = now() + interval '1 h'"
                + " where id = ?");
        return scene;
    }

    private Response lookup(Stage.Scene scene) {
        return given().header("Authorization", scene.execution()).get("/v1/lookup/user-connection");
    }
}
