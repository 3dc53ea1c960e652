package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_APPLIED;
import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_DROPPED;
import static dev.grantkeeper.wire.v1.CompleteResult.COMPLETE_RESULT_REVOKED;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.wire.v1.CompleteResponse;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;

/** What happens at the same moment, in whichever order it happens to. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class RenewalRacesTest extends ServedWorker {

    @RepeatedTest(10)
    void reconnectAndComplete_atOnce_theNewGrantSurvives() {
        var scene = stage.dueScene(vault);
        var report = Worker.report(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        var completed = CompletableFuture.supplyAsync(() -> worker.complete(report));
        scene.connected("access-new", "refresh-new");
        assertThat(completed.join().getResult()).isIn(COMPLETE_RESULT_APPLIED, COMPLETE_RESULT_DROPPED);
        assertThat(scene.refreshToken()).isEqualTo("refresh-new");
        assertThat(scene.accessToken()).isEqualTo("access-new");
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @RepeatedTest(10)
    void disconnectAndComplete_atOnce_leavesNothingAndRevokesWhatWasObtained() {
        var scene = stage.dueScene(vault);
        var obtained = "refresh-" + scene.id();
        var report = Worker.report(scene, worker.lease(scene), Worker.renewed("access-2", obtained));
        var path = "/v1/connections/" + scene.id();
        var completed = CompletableFuture.supplyAsync(() -> worker.complete(report));
        given().header("Authorization", scene.member()).delete(path).then().statusCode(204);
        assertThat(completed.join().getResult()).isIn(COMPLETE_RESULT_APPLIED, COMPLETE_RESULT_REVOKED);
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.DISCONNECTED);
        assertThat(scene.connection().access()).isEmpty();
        await().untilAsserted(() -> assertThat(vault.provider().calls(Endpoint.REVOCATION))
                .anySatisfy(call -> assertThat(call.parameters()).containsEntry("token", obtained)));
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
}
