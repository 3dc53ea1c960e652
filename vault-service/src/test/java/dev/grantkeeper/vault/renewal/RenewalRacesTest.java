package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_APPLIED;
import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_DROPPED;
import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_REVOKED;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.wire.v1.CompleteResponse;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What happens at the same moment, in whichever order it happens to. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class RenewalRacesTest extends ServedWorker {

    @RepeatedTest(20)
    void reconnectAndComplete_atOnce_theNewGrantSurvives() {
        var scene = stage.dueScene(vault);
        var obtained = "refresh-" + scene.id();
        var report = Worker.report(scene, worker.lease(scene), Worker.renewed("access-2", obtained));
        var completed = CompletableFuture.supplyAsync(() -> worker.complete(report));
        reconnect(scene);
        assertThat(completed.join().getResult()).isIn(COMPLETE_RESULT_APPLIED, COMPLETE_RESULT_DROPPED);
        assertSurvives(scene);
        assertThat(pending(scene)).isEqualTo("0");
        assertThat(revoked()).doesNotContain(obtained, "refresh-new");
    }

    @RepeatedTest(20)
    void disconnectAndComplete_atOnce_leavesNothingAndRevokesWhatWasObtained() {
        var scene = stage.dueScene(vault);
        var obtained = "refresh-" + scene.id();
        var report = Worker.report(scene, worker.lease(scene), Worker.renewed("access-2", obtained));
        var completed = CompletableFuture.supplyAsync(() -> worker.complete(report));
        disconnect(scene);
        assertThat(completed.join().getResult()).isIn(COMPLETE_RESULT_APPLIED, COMPLETE_RESULT_REVOKED);
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.DISCONNECTED);
        assertThat(scene.connection().access()).isEmpty();
        await().untilAsserted(() -> assertThat(revoked()).contains(obtained));
    }

    @RepeatedTest(20)
    void disconnectReconnectAndComplete_atOnce_theNewGrantSurvives() {
        var scene = stage.dueScene(vault);
        var report = Worker.report(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-" + scene.id()));
        var completed = CompletableFuture.supplyAsync(() -> worker.complete(report));
        disconnect(scene);
        reconnect(scene);
        assertThat(completed.join().getResult())
                .isIn(COMPLETE_RESULT_APPLIED, COMPLETE_RESULT_REVOKED, COMPLETE_RESULT_DROPPED);
        assertSurvives(scene);
        assertThat(revoked()).doesNotContain("refresh-new");
    }

    @Test
    void complete_afterTheDisconnectWithTheProviderAway_isRevokedOnceItIsBack() {
        var scene = stage.dueScene(vault);
        var late = "refresh-" + scene.id();
        var lease = worker.lease(scene);
        disconnect(scene);
        await().until(() -> pending(scene).equals("0"));
        vault.provider().next(Endpoint.REVOCATION, Fault.answer(503, Map.of(), ""));
        worker.complete(scene, lease, Worker.renewed("access-2", late));
        await().atMost(Duration.ofSeconds(30)).until(() -> pending(scene).equals("0"));
        assertThat(revoked().filter(late::equals)).hasSize(2);
    }

    @RepeatedTest(5)
    void completeTenTimes_atOnce_writesOneGenerationAndSaysTheSame() {
        var scene = stage.dueScene(vault);
        var report = Worker.report(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        var answers = Stream.generate(() -> CompletableFuture.supplyAsync(() -> worker.complete(report)))
                .limit(10)
                .toList()
                .stream()
                .map(CompletableFuture<CompleteResponse>::join)
                .distinct()
                .toList();
        assertThat(answers).hasSize(1);
        assertThat(scene.generation()).isEqualTo(2);
    }

    /** For an hour, and not due: these many would be hints to every worker of the other tests. */
    private static void reconnect(Stage.Scene scene) {
        scene.connected("access-new", Optional.of("refresh-new"), Duration.ofHours(1), false);
    }

    private static void disconnect(Stage.Scene scene) {
        var path = "/v1/connections/" + scene.id();
        given().header("Authorization", scene.member()).delete(path).then().statusCode(204);
    }

    private static void assertSurvives(Stage.Scene scene) {
        assertThat(scene.refreshToken()).isEqualTo("refresh-new");
        assertThat(scene.accessToken()).isEqualTo("access-new");
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    private static String pending(Stage.Scene scene) {
        return scene.ask("select count(*) from revocation where connection_id = ?");
    }

    private Stream<String> revoked() {
        return vault.provider().calls(Endpoint.REVOCATION).stream()
                .map(call -> call.parameters().get("token"));
    }
}
