package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nobody answers at the bootstrap address: what is due stays due, and workers that ask for it renew it. */
@QuarkusTest
@WithTestResource(
        value = VaultTestResource.class,
        initArgs = @ResourceArg(name = "kafka.bootstrap.servers", value = "127.0.0.1:1"))
class SweepWithoutKafkaTest {

    TestVault vault;

    @Inject
    Stage stage;

    @TestHTTPResource
    URI address;

    @Test
    void renewal_kafkaAway_goesOnByHints() {
        var scene = stage.dueScene(vault);
        scene.sql("update connection set due_at = now() - interval '1 min' where id = ?");
        try (var worker =
                Worker.at(address.getPort(), vault.issuer().worker("w").bearer())) {
            var hint = worker.claimDue(100).get(0);
            assertThat(hint.getConnectionId()).isEqualTo(scene.id().toString());
            worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        }
        assertThat(scene.accessToken()).isEqualTo("access-2");
    }

    @Test
    void renewal_kafkaAwayAndClientLimited_goesOnByHints() {
        var first = stage.dueScene(vault);
        first.client("rate = 100");
        var all = List.of(first, first.colleague("bea"), first.colleague("cyd"));
        all.forEach(scene -> scene.sql("update connection set due_at = now() - interval '1 min' where id = ?"));
        try (var worker =
                Worker.at(address.getPort(), vault.issuer().worker("w").bearer())) {
            all.forEach(scene -> worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2")));
        }
        assertThat(all).allMatch(scene -> scene.accessToken().equals("access-2"));
    }

    @Test
    void sweep_kafkaAway_publishesNothingAndKeepsSweeping() {
        var scene = stage.dueScene(vault);
        var ending = stage.scene(vault)
                .defined(new JsonObject())
                .connected("access-1", Optional.empty(), Duration.ofHours(1), true);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ending.promptReason()).isEqualTo("expires_soon"));
        assertThat(scene.ask("select published_at is null from connection where id = ?"))
                .isEqualTo("t");
    }
}
