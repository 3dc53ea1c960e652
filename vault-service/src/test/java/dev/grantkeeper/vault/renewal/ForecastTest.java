package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_HELD;
import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_STALE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Refresh tokens whose end is known. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ForecastTest extends ServedWorker {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration YEAR = Duration.ofDays(365);

    @Test
    void granted_lifeStated_isShownWithTheConnection() {
        var scene = granted(new JsonObject(), HOUR, YEAR);
        assertThat(end(view(scene))).isCloseTo(Instant.now().plus(YEAR), within(1, ChronoUnit.MINUTES));
        assertThat(view(scene).getString("reauthorize_by")).isNull();
        assertThat(seconds(scene, "warn_at - now()")).isBetween(357.9 * 86_400, 358.0 * 86_400);
    }

    @Test
    void granted_nothingKnown_hasNoEnd() {
        var scene = granted(new JsonObject(), HOUR, null);
        assertThat(view(scene).getString("refresh_expires_at")).isNull();
        assertThat(scene.ask("select warn_at from connection where id = ?")).isNull();
    }

    @Test
    void granted_providerNeverSays_livesAsItsSettingsSay() {
        var scene = granted(new JsonObject().put("refresh_token_lifetime_seconds", 100_000), HOUR, null);
        assertThat(seconds(scene, "refresh_expires_at - now()")).isBetween(99_900.0, 100_000.0);
        scene.sql("update connection set obtained_at = obtained_at - interval '1 h',"
                + " refresh_stated_end = refresh_stated_end - interval '1 h' where id = ?");
        renew(scene, Worker.renewed("access-2", "refresh-2"));
        assertThat(seconds(scene, "refresh_expires_at - now()")).isBetween(99_900.0, 100_000.0);
    }

    @Test
    void granted_diesWhenIdleSoonerThanTheAccessToken_isDueHalfwayAtTheLatest() {
        var scene = granted(new JsonObject().put("refresh_token_idle_seconds", 600), HOUR, null);
        assertThat(seconds(scene, "due_at - obtained_at")).isBetween(269.0, 300.0);
        assertThat(seconds(scene, "refresh_expires_at - obtained_at")).isEqualTo(600.0);
    }

    @Test
    void fixedEndNear_asksOnceKeepsServingAndIsResolvedByConnectingAnew() {
        var scene = granted(new JsonObject(), HOUR, YEAR);
        near(scene);
        await().untilAsserted(() -> assertThat(scene.promptReason()).isEqualTo("expires_soon"));
        assertThat(end(view(scene))).isEqualTo(Instant.parse(view(scene).getString("reauthorize_by")));

        renew(scene, Worker.renewed("access-2", "refresh-2", Duration.ofDays(3)));
        assertThat(scene.promptReason()).isEqualTo("expires_soon");
        assertThat(view(scene).getString("status")).isEqualTo("connected");
        lookUp(scene).statusCode(200).body("value", equalTo("access-2"));
        renew(scene, Worker.renewed("access-3", "refresh-3", Duration.ofDays(3)));
        assertThat(warnings(scene)).isEqualTo("1");

        scene.granted(answer("access-4", "refresh-4", HOUR, YEAR));
        assertThat(scene.promptReason()).isNull();
        assertThat(view(scene).getString("reauthorize_by")).isNull();
    }

    @Test
    void endNear_aRenewalMovesIt_resolvesThePrompt() {
        var scene = granted(new JsonObject(), HOUR, YEAR);
        near(scene);
        await().untilAsserted(() -> assertThat(scene.promptReason()).isEqualTo("expires_soon"));
        renew(scene, Worker.renewed("access-2", "refresh-2", YEAR));
        assertThat(scene.promptReason()).isNull();
        assertThat(seconds(scene, "warn_at - now()")).isBetween(357.9 * 86_400, 358.0 * 86_400);
    }

    @Test
    void endMovesWithEveryRenewal_nobodyIsAsked() {
        var scene = granted(new JsonObject(), HOUR, Duration.ofSeconds(1800));
        for (var generation = 2; generation < 6; generation++) {
            scene.sql("update connection set obtained_at = obtained_at - interval '10 min',"
                    + " refresh_stated_end = refresh_stated_end - interval '10 min',"
                    + " refresh_expires_at = refresh_expires_at - interval '10 min',"
                    + " warn_at = warn_at - interval '10 min' where id = ?");
            renew(scene, Worker.renewed("access-" + generation, "refresh-" + generation, Duration.ofSeconds(1800)));
            assertThat(seconds(scene, "due_at - obtained_at")).isBetween(809.0, 900.0);
            assertThat(seconds(scene, "warn_at - obtained_at")).isEqualTo(1440.0);
        }
        assertThat(warnings(scene)).isEqualTo("0");
    }

    @Test
    void refreshTokenIsOver_noRequestIsMadeAndThenAPersonIsAsked() {
        var scene = granted(new JsonObject(), HOUR, YEAR);
        over(scene);
        scene.dueAgain();
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_STALE);
        assertThat(worker.claimDue(100))
                .noneMatch(hint -> hint.getConnectionId().equals(scene.id().toString()));
        lookUp(scene).statusCode(200);
        await().untilAsserted(() -> assertThat(scene.promptReason()).isEqualTo("expires_soon"));
        assertThat(scene.ask("select published_at from connection where id = ?"))
                .isNull();

        scene.accessTokenExpired();
        lookUp(scene).statusCode(424).body("cause", equalTo("expired"));
        await().untilAsserted(() -> assertThat(
                        view(scene).getString("status") + " " + view(scene).getString("reason"))
                .isEqualTo("auth_required expired"));
    }

    @Test
    void refreshTokenIsOver_aLateGoodOutcomeRevives() {
        var scene = granted(new JsonObject(), HOUR, YEAR);
        scene.dueAgain();
        var lease = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        over(scene);
        scene.accessTokenExpired();
        await().untilAsserted(() -> assertThat(scene.connection().status()).isEqualTo(ConnectionStatus.AUTH_REQUIRED));
        worker.complete(scene, lease, Worker.renewed("access-2", "refresh-2", YEAR));
        assertThat(view(scene).getString("status")).isEqualTo("connected");
        assertThat(scene.promptReason()).isNull();
        assertThat(end(view(scene))).isAfter(Instant.now());
    }

    @Test
    void quarantinedToken_bringsItsEndWithIt() {
        var scene = stage.dueScene(vault);
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        scene.accessTokenExpired();
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        worker.complete(scene, first, Worker.renewed("access-late", "refresh-late", YEAR));
        assertThat(view(scene).getString("refresh_expires_at")).isNull();

        scene.dueAgain();
        worker.complete(scene, worker.lease(scene), Worker.rejected());
        assertThat(scene.accessToken()).isEqualTo("access-late");
        assertThat(end(view(scene))).isCloseTo(Instant.now().plus(YEAR), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void renewableAfter_notEvenAForcedRenewalIsSooner() {
        var scene = granted(new JsonObject().put("renewable_after_seconds", 3000), HOUR, null);
        assertThat(seconds(scene, "due_at - obtained_at")).isEqualTo(3000.0);
        scene.sql("update connection set due_at = now() - interval '1 s', urgency = 'forced' where id = ?");
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_HELD);
        scene.sql("update connection set next_attempt_at = next_attempt_at - interval '3000 s' where id = ?");
        worker.lease(scene);
    }

    private Stage.Scene granted(JsonObject settings, Duration lifetime, Duration refreshLife) {
        return stage.scene(vault).defined(settings).granted(answer("access-1", "refresh-1", lifetime, refreshLife));
    }

    private static Outcome.Renewed answer(String access, String refresh, Duration lifetime, Duration refreshLife) {
        return new Outcome.Renewed(
                Token.of(access),
                Optional.of(Token.of(refresh)),
                Optional.of(lifetime),
                Optional.empty(),
                Optional.ofNullable(refreshLife));
    }

    /** A renewal brought nothing new for long, and three days are left. */
    private static void near(Stage.Scene scene) {
        scene.sql("update connection set warn_at = now() - interval '4 days', obtained_at = now() - interval '1 h',"
                + " refresh_stated_end = now() + interval '3 days', refresh_expires_at = now() + interval '3 days'"
                + " where id = ?");
    }

    private static void over(Stage.Scene scene) {
        scene.sql("update connection set warn_at = now() - interval '7 days',"
                + " refresh_stated_end = now() - interval '1 s', refresh_expires_at = now() - interval '1 s'"
                + " where id = ?");
    }

    private void renew(Stage.Scene scene, dev.grantkeeper.wire.v1.Outcome outcome) {
        scene.dueAgain();
        worker.complete(scene, worker.lease(scene), outcome);
    }

    private static io.restassured.response.ValidatableResponse lookUp(Stage.Scene scene) {
        return given().header("Authorization", scene.execution())
                .get("/v1/lookup/user-connection?min_ttl=0")
                .then();
    }

    private static JsonPath view(Stage.Scene scene) {
        return given().header("Authorization", scene.member())
                .get("/v1/connections/" + scene.id())
                .jsonPath();
    }

    private static Instant end(JsonPath view) {
        return Instant.parse(view.getString("refresh_expires_at"));
    }

    private static String warnings(Stage.Scene scene) {
        return scene.ask("select count(*) from audit where detail = 'expires_soon' and connection_id = ?");
    }

    private static double seconds(Stage.Scene scene, String interval) {
        return Double.parseDouble(
                scene.ask("select extract(epoch from " + interval + ") from connection where id = ?"));
    }
}
