package dev.grantkeeper.vault.renewal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.wire.v1.Outcome;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each metric moves with what it counts, and with nothing else. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class RenewalMetricsTest extends ServedWorker {

    private static final String LATENESS = "grantkeeper_renewal_lateness_seconds_count";
    private static final String EXPIRED = "grantkeeper_renewal_tokens_expired_total";
    private static final String TAKEN_OVER = "grantkeeper_leases_taken_over_total";
    private static final String UNOPENED = "grantkeeper_leases_unopened_total";
    private static final String SWEEP = "grantkeeper_renewal_sweep_seconds_count";
    private static final String QUARANTINE = "grantkeeper_quarantine_size";

    @Inject
    Housekeeping housekeeping;

    @Inject
    PostgresExpiredTokens expiredTokens;

    @Test
    void renewals_everyOutcome_countsOnceHoweverOftenReported() {
        counted("renewed", "applied", Worker.renewed("access-2", "refresh-2"));
        counted("rejected", "noted", Worker.rejected());
        counted("misconfigured", "noted", Worker.misconfigured());
        counted("throttled", "noted", Worker.throttled(1));
        counted("transient", "noted", Worker.passing());
        counted("unknown", "noted", Worker.unknown());
    }

    private void counted(String outcome, String result, Outcome report) {
        var name = "grantkeeper_renewals_total{outcome=\"" + outcome + "\",result=\"" + result + "\"}";
        var before = value(name);
        var scene = stage.dueScene(vault);
        var request = Worker.report(scene, worker.lease(scene), report);
        worker.complete(request);
        worker.complete(request);
        assertThat(value(name)).as(outcome).isEqualTo(before + 1);
    }

    @Test
    void renewals_droppedOrKeptAside_areNeitherLateNorExpired() {
        var dropped = stage.dueScene(vault);
        var lease = worker.lease(dropped);
        dropped.connected("access-new", "refresh-new");
        var late = value(LATENESS);
        worker.complete(dropped, lease, Worker.renewed("access-2", "refresh-2"));
        assertThat(value(LATENESS)).isEqualTo(late);
    }

    @Test
    void lateness_renewedAfterItsDueTime_isMeasured() {
        var scene = stage.dueScene(vault);
        var late = value(LATENESS);
        var expired = value(EXPIRED);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        assertThat(value(LATENESS)).isEqualTo(late + 1);
        assertThat(value(EXPIRED)).isEqualTo(expired);
    }

    @Test
    void tokensExpired_renewedAfterTheirEnd_areCounted() {
        var scene = stage.dueScene(vault);
        scene.accessTokenExpired();
        var expired = value(EXPIRED);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        assertThat(value(EXPIRED)).isEqualTo(expired + 1);
    }

    @Test
    void expired_notRenewedYet_isShownUntilItIs() {
        var scene = stage.dueScene(vault);
        Stage.run(expiredTokens::measure);
        var before = value("grantkeeper_renewal_expired");
        scene.accessTokenExpired();
        Stage.run(expiredTokens::measure);
        assertThat(value("grantkeeper_renewal_expired")).isEqualTo(before + 1);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        Stage.run(expiredTokens::measure);
        assertThat(value("grantkeeper_renewal_expired")).isEqualTo(before);
    }

    @Test
    void leases_endedWithoutOutcome_areTakenOver() {
        var scene = stage.scene(vault)
                .defined(new JsonObject().put("rotation", "none"))
                .connected("access-1", "refresh-1");
        worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(1));
        var takenOver = value(TAKEN_OVER);
        worker.lease(scene);
        assertThat(value(TAKEN_OVER)).isEqualTo(takenOver + 1);
    }

    @Test
    void leases_envelopeDoesNotOpen_areCountedAsUnopened() {
        var scene = stage.dueScene(vault);
        scene.sql("update connection set refresh_envelope = decode('00', 'hex') where id = ?");
        var unopened = value(UNOPENED);
        worker.declined(scene);
        assertThat(value(UNOPENED)).isEqualTo(unopened + 1);
    }

    @Test
    void leases_keyIsDamaged_arePutOffAndCounted() {
        var scene = stage.dueScene(vault);
        scene.sql("insert into scope_key (scope, version, key_id, root_key_id, wrapped)"
                + " select scope, version + 1, gen_random_uuid(), root_key_id, decode('00', 'hex') from scope_key"
                + " where scope = (select 'workspace:' || tenant from connection where id = ?)");
        await().untilAsserted(() -> given().header("Authorization", scene.execution())
                .get("/v1/lookup/user-connection")
                .then()
                .statusCode(503));
        var unopened = value(UNOPENED);
        worker.declined(scene);
        assertThat(value(UNOPENED)).isEqualTo(unopened + 1);
        assertThat(scene.ask("select next_attempt_at > now() and failures = 1 from connection where id = ?"))
                .isEqualTo("t");
        assertThat(worker.claimDue(100))
                .noneMatch(hint -> hint.getConnectionId().equals(scene.id().toString()));
    }

    @Test
    void quarantine_tokenKept_isItsSize() {
        Stage.run(housekeeping::erase);
        var size = value(QUARANTINE);
        var scene = stage.dueScene(vault);
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofMinutes(1));
        scene.accessTokenExpired();
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        worker.complete(scene, first, Worker.renewed("access-late", "refresh-late"));
        Stage.run(housekeeping::erase);
        assertThat(value(QUARANTINE)).isEqualTo(size + 1);
    }

    @Test
    void sweep_everySecond_isTimed() {
        var sweeps = value(SWEEP);
        await().untilAsserted(() -> assertThat(value(SWEEP)).isGreaterThan(sweeps));
    }

    private static double value(String name) {
        return given().get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }
}
