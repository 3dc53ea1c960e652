package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.wire.v1.LeaseGranted;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The settings change while something else is asked of the person, which a renewal makes good. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class SettingsChangedRenewalTest extends ServedWorker {

    private static final JsonObject WITH_ANOTHER_SCOPE =
            new JsonObject().put("rotation", "strict").put("scopes", new JsonArray(List.of("mail.read", "mail.send")));

    @Test
    void renewed_resolvesAnotherPrompt_theSettingsAreAskedForAfterAll() {
        var scene = stage.dueScene(vault);
        prompted(scene, "rejected_by_service");
        scene.defined(WITH_ANOTHER_SCOPE);
        awaitJudged(scene);
        assertThat(scene.promptReason()).isEqualTo("rejected_by_service");

        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));

        await().untilAsserted(() -> assertThat(scene.promptReason()).isEqualTo("settings_changed"));
    }

    @Test
    void renewed_deadConnectionRevives_theSettingsAreAskedForAfterAll() {
        var scene = stage.dueScene(vault);
        var late = dead(scene);
        scene.defined(WITH_ANOTHER_SCOPE);
        awaitJudged(scene);

        worker.complete(scene, late, Worker.renewed("access-2", "refresh-2"));

        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.CONNECTED);
        await().untilAsserted(() -> assertThat(scene.promptReason()).isEqualTo("settings_changed"));
    }

    @Test
    void renewed_settingsAreAsTheyWere_nobodyIsAsked() {
        var scene = stage.dueScene(vault);
        prompted(scene, "rejected_by_service");
        scene.defined(new JsonObject().put("rotation", "none"));
        awaitJudged(scene);

        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));

        assertThat(scene.promptReason()).isNull();
    }

    /** The developer went back while the connection was dead: nothing was judged then. */
    @Test
    void renewed_deadConnectionRevives_aPromptThatHasNoReasonAnyMoreIsResolved() {
        var scene = stage.dueScene(vault);
        scene.defined(WITH_ANOTHER_SCOPE);
        await().untilAsserted(() -> assertThat(scene.promptReason()).isEqualTo("settings_changed"));
        var late = dead(scene);
        scene.defined(new JsonObject().put("rotation", "strict"));
        awaitJudged(scene);

        worker.complete(scene, late, Worker.renewed("access-2", "refresh-2"));

        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(scene.promptReason()).isNull();
    }

    /** An answer is lost for so long that the person is asked; it can still be reported after all. */
    private LeaseGranted dead(Stage.Scene scene) {
        var late = worker.lease(scene);
        scene.leaseEnded(Duration.ofMinutes(6));
        scene.accessTokenExpired(Duration.ofMinutes(10));
        worker.complete(scene, late, Worker.unknown());
        assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.AUTH_REQUIRED);
        return late;
    }

    private void prompted(Stage.Scene scene, String reason) {
        scene.sql("insert into prompt (id, tenant, app, owner_kind, owner_id, reason, opened_at)"
                + " select gen_random_uuid(), tenant, app, owner_kind, owner_id, '" + reason
                + "', now() from connection where id = ?");
    }

    private static void awaitJudged(Stage.Scene scene) {
        await().untilAsserted(() -> assertThat(
                        scene.ask("select count(*) from definition d join connection c on c.definition_id = d.id"
                                + " where d.judged_version < d.version and c.id = ?"))
                .isEqualTo("0"));
    }
}
