package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.vault.Office.as;
import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_NO_PERMIT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.TestIssuer;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.wire.v1.CompleteResult;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database that is another one than before: restored from a backup, or failed over. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class CautiousModeTest extends ServedWorker {

    @AfterEach
    void trust() throws SQLException {
        leaveNothingDue();
        database("update database_cluster set cautious_since = null, cautious_until = null, cautious_reason = null,"
                + " system_identifier = null, started_at = null");
        await().until(() -> is("select started_at is not null from database_cluster"));
    }

    @Test
    void identity_asAnOrdinaryRole_isTheServersOwn() throws SQLException {
        database("do $$ begin create role ordinary; exception when duplicate_object then null; end $$");
        assertThat(is("select bool_and(has_function_privilege('ordinary', f, 'execute')) from unnest(array["
                        + "'pg_control_system()', 'pg_postmaster_start_time()', 'pg_walfile_name(pg_lsn)',"
                        + " 'pg_current_wal_lsn()']) f"))
                .isTrue();
        assertThat(is("select k.system_identifier = s.system_identifier and k.timeline = 1"
                        + " and k.started_at = pg_postmaster_start_time() and k.cautious_until is null"
                        + " from database_cluster k, pg_control_system() s"))
                .isTrue();
    }

    @Test
    void restarted_sameCluster_isTrusted() throws SQLException {
        database("update database_cluster set started_at = now() - interval '1 day'");
        await().until(() -> is("select started_at = pg_postmaster_start_time() from database_cluster"));
        mode().body("active", equalTo(false));
    }

    @Test
    void restored_otherTimeline_callsEveryClientOnceASecond() throws SQLException {
        var one = stage.dueScene(vault);
        var colleague = one.colleague("grace");
        var other = stage.dueScene(vault);
        database("update database_cluster set timeline = timeline + 1, started_at = null");
        assertThat(worker.declined(one).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);

        await().until(() -> is("select cautious_until > now() + interval '59 min' from database_cluster"));
        mode().body("active", equalTo(true)).body("reason", equalTo("restored"));
        worker.lease(one);
        assertThat(worker.declined(colleague).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);
        worker.lease(other);
        await().untilAsserted(() -> assertThat(
                        given().get("/q/metrics").then().extract().asString())
                .contains("grantkeeper_provider_cautious 1.0"));
        await().until(() -> worker.ask(colleague.id(), 1).hasGranted());
    }

    @Test
    void rejections_whileCautious_stopTheClientInsteadOfPromptingEverybody() throws SQLException {
        set(true).body("reason", equalTo("operator"));
        var first = stage.dueScene(vault);
        var crowd = Stream.concat(Stream.of(first), IntStream.range(1, 14).mapToObj(i -> first.colleague("user-" + i)))
                .toList();
        var leases = crowd.subList(0, 13).stream()
                .map(scene -> {
                    first.client("taken_until = null");
                    return worker.lease(scene);
                })
                .toList();
        for (var i = 0; i < 13; i++) {
            var answer = worker.complete(crowd.get(i), leases.get(i), Worker.rejected());
            assertThat(answer.getResult()).isEqualTo(CompleteResult.COMPLETE_RESULT_NOTED);
        }

        assertThat(prompted(crowd)).isEqualTo(9);
        assertThat(first.ofClient("next_probe_at = (select cautious_until from database_cluster)"))
                .isEqualTo("t");
        assertThat(worker.declined(crowd.get(13)).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);

        set(false);
        first.client("taken_until = null");
        worker.complete(crowd.get(13), worker.lease(crowd.get(13)), Worker.renewed("access-2", "refresh-2"));
        first.client("taken_until = null");
        crowd.get(12).sql("update connection set next_attempt_at = null where id = ?");
        worker.complete(crowd.get(12), worker.lease(crowd.get(12)), Worker.rejected());
        assertThat(prompted(crowd)).isEqualTo(10);
    }

    @Test
    void set_again_changesNothingAndIsOnRecordOnce() throws SQLException {
        var since = set(true).extract().<String>path("since");
        set(true).body("since", equalTo(since));
        set(false).body("active", equalTo(false));
        set(false);
        assertThat(is("select count(*) filter (where action = 'cautious_mode_begun') ="
                        + " count(*) filter (where action = 'cautious_mode_ended') from audit"))
                .isTrue();
        as(operator()).body("{}").put("/v1/cautious-mode").then().statusCode(400);
    }

    private static long prompted(List<Stage.Scene> crowd) {
        return crowd.stream()
                .filter(scene -> scene.connection().status() == ConnectionStatus.AUTH_REQUIRED)
                .count();
    }

    private TestIssuer.Token operator() {
        return vault.issuer().operator("operator-1");
    }

    private io.restassured.response.ValidatableResponse mode() {
        var answer = as(operator()).get("/v1/cautious-mode").then().statusCode(200);
        Contract.assertKept("CautiousMode", answer.extract().asString());
        return answer;
    }

    private io.restassured.response.ValidatableResponse set(boolean active) {
        return as(operator())
                .body("{\"active\":" + active + "}")
                .put("/v1/cautious-mode")
                .then()
                .statusCode(200);
    }

    private void database(String update) throws SQLException {
        try (var session = vault.sql();
                var statement = session.createStatement()) {
            statement.execute(update);
        }
    }

    private boolean is(String query) throws SQLException {
        try (var session = vault.sql();
                var statement = session.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
