package dev.grantkeeper.vault.renewal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** App code reports that the external service answered 401. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class RejectionsTest extends ServedWorker {

    @Test
    void report_renewable_forcesOneRenewalHoweverManyComplain() {
        try (var topic = KafkaTopic.read(vault, "grantkeeper.token.expiring")) {
            var scene = notDue();
            for (var caller = 0; caller < 5; caller++) {
                assertThat(action(report(scene, 1))).isEqualTo("renewing");
            }
            var event = topic.await(scene.id().toString());
            assertThat(new JsonObject(event.value()).getString("urgency")).isEqualTo("forced");
            worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
            assertThat(action(report(scene, 1))).isEqualTo("newer_value");
            assertThat(report(scene, 1).jsonPath().getLong("generation")).isEqualTo(2);
            assertThat(scene.ask("select count(*) from renewal_attempt where connection_id = ?"))
                    .isEqualTo("1");
            assertThat(scene.ask("select count(*) from audit where action = 'value_reported_rejected'"
                            + " and connection_id = ?"))
                    .isEqualTo("7");
        }
    }

    @Test
    void report_againWithinAMinute_isLimited() {
        var scene = notDue();
        report(scene, 1);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        assertThat(action(report(scene, 2))).isEqualTo("limited");
        assertThat(scene.ask("select due_at > now() from connection where id = ?"))
                .isEqualTo("t");

        attemptsWere(scene, Duration.ofSeconds(61));
        assertThat(action(report(scene, 2))).isEqualTo("renewing");
    }

    @Test
    void report_eleventhInAnHour_isLimited() {
        var scene = notDue();
        for (var generation = 1; generation <= 10; generation++) {
            assertThat(action(report(scene, generation))).isEqualTo("renewing");
            worker.complete(scene, worker.lease(scene), Worker.renewed("access", "refresh-" + generation));
            attemptsWere(scene, Duration.ofMinutes(5));
        }
        assertThat(action(report(scene, 11))).isEqualTo("limited");
        attemptsWere(scene, Duration.ofMinutes(61));
        assertThat(action(report(scene, 11))).isEqualTo("renewing");
    }

    @Test
    void report_noRefreshToken_promptsAndGoesOnServing() {
        var scene = stage.scene(vault)
                .defined(new JsonObject())
                .connected("access-1", Optional.empty(), Duration.ofHours(1), false);
        assertThat(action(report(scene, 1))).isEqualTo("prompted");
        assertThat(action(report(scene, 1))).isEqualTo("prompted");
        assertThat(scene.promptReason()).isEqualTo("rejected_by_service");
        given().header("Authorization", scene.execution())
                .get("/v1/lookup/user-connection")
                .then()
                .statusCode(200);
    }

    @Test
    void report_generationToCome_isInvalid() {
        report(notDue(), 2).then().statusCode(400);
    }

    @Test
    void report_anothersConnection_isNotFound() {
        var scene = notDue();
        var workspace = scene.key().tenant().workspace();
        var app = scene.key().app();
        var strangers = new String[] {
            vault.issuer().execution(workspace, app, "bob").bearer(),
            vault.issuer().execution(workspace, app, null).bearer(),
            vault.issuer().execution(workspace, "other", "ada").bearer(),
            vault.issuer().execution("other", app, "ada").bearer(),
            vault.rival().execution(workspace, app, "ada").bearer()
        };
        for (var stranger : strangers) {
            report(stranger, scene, 1).then().statusCode(404);
        }
        assertThat(scene.ask("select urgency from connection where id = ?")).isEqualTo("scheduled");
    }

    private Stage.Scene notDue() {
        return stage.scene(vault)
                .defined(new JsonObject().put("rotation", "strict"))
                .connected("access-1", Optional.of("refresh-0"), Duration.ofHours(1), false);
    }

    private static void attemptsWere(Stage.Scene scene, Duration ago) {
        scene.sql("update renewal_attempt set leased_at = leased_at - interval '" + ago.toSeconds()
                + " s' where connection_id = ?");
    }

    private static String action(Response response) {
        return response.then().statusCode(200).extract().path("action");
    }

    private static Response report(Stage.Scene scene, long generation) {
        return report(scene.execution(), scene, generation);
    }

    private static Response report(String caller, Stage.Scene scene, long generation) {
        return given().header("Authorization", caller)
                .contentType("application/json")
                .body(new JsonObject()
                        .put("connection_id", scene.id().toString())
                        .put("generation", generation)
                        .encode())
                .post("/v1/lookup/rejections");
    }
}
