package dev.grantkeeper.vault.renewal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class HousekeepingTest extends ServedWorker {

    @Inject
    Housekeeping housekeeping;

    @Test
    void erase_quarantineWithinItsTime_isKept() {
        var scene = quarantined();
        Stage.run(housekeeping::erase);
        assertThat(quarantine(scene)).isEqualTo("1");
    }

    @Test
    void erase_quarantinePastItsTime_isErased() {
        var scene = quarantined();
        scene.sql("update quarantine set kept_until = now() - interval '1 s' where connection_id = ?");
        Stage.run(housekeeping::erase);
        assertThat(quarantine(scene)).isEqualTo("0");
    }

    @Test
    void erase_quarantineOfAGrantThatEnded_isErased() {
        var scene = quarantined();
        scene.connected("access-new", "refresh-new");
        Stage.run(housekeeping::erase);
        assertThat(quarantine(scene)).isEqualTo("0");
    }

    @Test
    void erase_attemptsOlderThanTheSealedOutcomesOnKafka_areForgotten() {
        var scene = stage.dueScene(vault);
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        scene.sql("update renewal_attempt set leased_at = now() - interval '7 days' where connection_id = ?");
        Stage.run(housekeeping::erase);
        assertThat(attempts(scene)).isEqualTo("1");
        scene.sql("update renewal_attempt set leased_at = now() - interval '9 days' where connection_id = ?");
        Stage.run(housekeeping::erase);
        assertThat(attempts(scene)).isEqualTo("0");
    }

    /** All at once would take longer than a statement may. */
    @Test
    void erase_manyOldAttempts_areForgottenAThousandAtATime() throws SQLException {
        var scene = oldAttempts(2_500);
        onDelete("(select count(*) from gone) > 1000", () -> Stage.run(housekeeping::erase));
        assertThat(attempts(scene)).isEqualTo("0");
    }

    @Test
    void erase_attemptsCannotBeForgotten_quarantineIsMeasuredAllTheSame() throws SQLException {
        Stage.run(housekeeping::erase);
        var before = quarantineSize();
        var scene = oldAttempts(1);
        quarantined();
        onDelete("true", () -> Stage.run(housekeeping::erase));
        assertThat(attempts(scene)).isEqualTo("1");
        assertThat(quarantineSize()).isEqualTo(before + 1);
    }

    private Stage.Scene oldAttempts(int number) {
        var scene = stage.dueScene(vault);
        scene.sql(
                "insert into renewal_attempt (lease_id, connection_id, grant_id, parent, generation, urgency, leased_at,"
                        + " lease_ends_at, lease_secret_hash, worker) select gen_random_uuid(), id, grant_id, 1, 1, 'scheduled',"
                        + " now() - interval '9 days', now() - interval '9 days', decode(repeat('00', 32), 'hex'), 'worker-1'"
                        + " from connection, generate_series(1, " + number + ") where id = ?");
        return scene;
    }

    /** Meanwhile a statement fails that deletes attempts under that condition. */
    private void onDelete(String condition, Runnable work) throws SQLException {
        try (var session = vault.sql();
                var statement = session.createStatement()) {
            statement.execute("create function refuse() returns trigger language plpgsql as $$ begin if " + condition
                    + " then raise exception 'refused'; end if; return null; end $$");
            statement.execute("create trigger refuse after delete on renewal_attempt referencing old table as gone"
                    + " for each statement execute function refuse()");
            try {
                work.run();
            } finally {
                statement.execute("drop function refuse cascade");
            }
        }
    }

    private static int quarantineSize() {
        var metrics = given().get("/q/metrics").then().extract().asString();
        var size = Pattern.compile("(?m)^grantkeeper_quarantine_size (\\d+)").matcher(metrics);
        assertThat(size.find()).isTrue();
        return Integer.parseInt(size.group(1));
    }

    @Test
    void metrics_afterRenewals_countThemWithoutSayingWhose() {
        var scene = quarantined();
        Stage.run(housekeeping::erase);
        var metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(metrics)
                .contains("grantkeeper_renewals_total{outcome=\"renewed\",result=\"applied\"}")
                .contains("grantkeeper_renewals_total{outcome=\"renewed\",result=\"quarantined\"}")
                .contains("grantkeeper_leases_total{answer=\"granted\"}")
                .contains("grantkeeper_leases_taken_over_total")
                .contains("grantkeeper_renewal_lateness_seconds_count")
                .contains("grantkeeper_renewal_tokens_expired_total")
                .contains("grantkeeper_renewal_sweep_seconds_count")
                .containsPattern("grantkeeper_quarantine_size \\d")
                .doesNotContain(scene.id().toString(), scene.key().app());
    }

    private Stage.Scene quarantined() {
        var scene = stage.dueScene(vault);
        var first = worker.lease(scene);
        scene.leaseEnded(Duration.ofSeconds(3));
        scene.accessTokenExpired();
        worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
        worker.complete(scene, first, Worker.renewed("access-late", "refresh-late"));
        return scene;
    }

    private static String quarantine(Stage.Scene scene) {
        return scene.ask("select count(*) from quarantine where connection_id = ?");
    }

    private static String attempts(Stage.Scene scene) {
        return scene.ask("select count(*) from renewal_attempt where connection_id = ?");
    }
}
