package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The sweep runs by itself every second. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class SweepTest {

    private static final String PUBLISHED = "select published_at is not null from connection where id = ?";

    TestVault vault;

    @Inject
    Stage stage;

    @TestHTTPResource
    URI address;

    @Test
    void sweep_due_publishesByTheContractAndKeepsTheDueTime() {
        try (var topic = KafkaTopic.read(vault, "grantkeeper.token.expiring")) {
            var scene = stage.dueScene(vault);
            var due = scene.ask("select due_at::text from connection where id = ?");
            var event = topic.await(scene.id().toString());
            assertThat(KafkaTopic.header(event, "ce_type")).isEqualTo("dev.grantkeeper.token.expiring.v1");
            assertThat(KafkaTopic.header(event, "ce_specversion")).isEqualTo("1.0");
            KafkaTopic.check("token-expiring", event);
            var data = new JsonObject(event.value());
            assertThat(data.getLong("generation")).isEqualTo(1);
            assertThat(data.getString("urgency")).isEqualTo("scheduled");
            await().until(() -> "t".equals(scene.ask(PUBLISHED)));
            assertThat(scene.ask("select due_at::text from connection where id = ?"))
                    .isEqualTo(due);
        }
    }

    @Test
    void sweep_publishedAndNotTakenUp_isPublishedAgainAfterAWhile() {
        try (var topic = KafkaTopic.read(vault, "grantkeeper.token.expiring")) {
            var scene = stage.dueScene(vault);
            topic.await(scene.id().toString());
            await().until(() -> "t".equals(scene.ask(PUBLISHED)));
            scene.sql("update connection set published_at = now() - interval '11 s' where id = ?");
            topic.await(scene.id().toString());
        }
    }

    @Test
    void sweep_leased_isNotPublished() {
        var scene = stage.scene(vault)
                .defined(new JsonObject())
                .connected("access-1", Optional.of("refresh-1"), Duration.ofHours(1), false);
        var other = stage.dueScene(vault);
        scene.sql(
                "update connection set next_attempt_at = now() + interval '1 min', due_at = now() - interval '1 s' where id = ?");
        await().until(() -> "t".equals(other.ask(PUBLISHED)));
        assertThat(scene.ask(PUBLISHED)).isEqualTo("f");
    }

    @Test
    void sweep_noRefreshToken_warnsAheadOfTheEndAndThenAsks() {
        var scene = stage.scene(vault)
                .defined(new JsonObject())
                .connected("access-1", Optional.empty(), Duration.ofHours(1), true);
        await().untilAsserted(() -> assertThat(scene.promptReason()).isEqualTo("expires_soon"));
        assertThat(scene.ask("select status from connection where id = ?")).isEqualTo("connected");
        scene.accessTokenExpired();
        await().untilAsserted(
                        () -> assertThat(scene.ask("select status || ' ' || failure from connection where id = ?"))
                                .isEqualTo("auth_required expired"));
        assertThat(scene.ask("select count(*) from prompt p join connection c on p.tenant = c.tenant where c.id = ?"))
                .isEqualTo("1");
    }

    @Test
    void claimDue_overdueAndNotLeased_isAHintInOrder() {
        var later = stage.dueScene(vault);
        var sooner = stage.dueScene(vault);
        var recent = stage.dueScene(vault);
        var leased = stage.dueScene(vault);
        later.sql("update connection set due_at = now() - interval '2 h', expires_at = now() - interval '100 min'"
                + " where id = ?");
        sooner.sql("update connection set due_at = now() - interval '2 h', expires_at = now() - interval '101 min'"
                + " where id = ?");
        leased.sql("update connection set due_at = now() - interval '2 h', expires_at = now() - interval '102 min'"
                + " where id = ?");
        recent.sql("update connection set due_at = now() - interval '1 s' where id = ?");
        try (var worker =
                Worker.at(address.getPort(), vault.issuer().worker("w").bearer())) {
            worker.lease(leased);
            var hints = worker.claimDue(2);
            assertThat(hints)
                    .extracting(hint -> hint.getConnectionId())
                    .containsExactly(sooner.id().toString(), later.id().toString());
            assertThat(hints).extracting(hint -> hint.getGeneration()).containsOnly(1L);
            assertThat(worker.claimDue(100))
                    .extracting(hint -> hint.getConnectionId())
                    .doesNotContain(recent.id().toString(), leased.id().toString());
        }
    }

    @Test
    void claimDue_shortLivedOrAwaited_isAHintSooner() {
        var shortLived = stage.dueScene(vault);
        var awaited = stage.dueScene(vault);
        shortLived.sql("update connection set due_at = now() - interval '2 s', expires_at = now() + interval '4 s'"
                + " where id = ?");
        awaited.sql("update connection set due_at = now(), urgency = 'urgent' where id = ?");
        try (var worker =
                Worker.at(address.getPort(), vault.issuer().worker("w").bearer())) {
            assertThat(worker.claimDue(100))
                    .extracting(hint -> hint.getConnectionId())
                    .contains(shortLived.id().toString(), awaited.id().toString());
        }
    }
}
