package dev.grantkeeper.vault.offboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offboardings that are killed in between, at every one of their changes, and connections that cannot be ended. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class InterruptedOffboardingTest {

    private static final Duration HOUR = Duration.ofHours(1);

    TestVault vault;

    private Office office;
    private Leavings leavings;
    private List<String> users;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault).offersOAuth2("user");
        leavings = new Leavings(vault, office);
        users = List.of(Leavings.fresh("ada"), Leavings.fresh("bob"), Leavings.fresh("cyd"));
        users.forEach(user -> office.connect(user, Duration.ZERO, HOUR, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a connection ends      | connection       | update | new.tenant = '$tenant' and old.status <> new.status
            its token is noted     | offboarding_token | insert | true
            a connection is counted | offboarding     | update | new.tenant = '$tenant' and new.connections > old.connections
            a round ends           | offboarding      | update | new.tenant = '$tenant' and new.connections = 3 and new.next_attempt_at <> old.next_attempt_at
            a prompt is closed     | prompt           | update | new.tenant = '$tenant' and new.resolved_at is not null
            the prompt is counted  | offboarding      | update | new.tenant = '$tenant' and new.prompts > old.prompts
            the workspace is closed | closed_workspace | insert | new.tenant = '$tenant'
            a prompt is deleted    | prompt           | delete | old.tenant = '$tenant'
            a row is deleted       | connection       | delete | old.tenant = '$tenant'
            the keys are destroyed | scope_key        | update | new.scope = 'workspace:$tenant' and new.shredded_at is not null
            it ends                | offboarding      | update | new.tenant = '$tenant' and new.ended_at is not null
            its end is on record   | audit            | insert | new.tenant = '$tenant' and new.action = 'offboarding_ended'
            """)
    void workspace_killedWhen_isFinishedByTheNextWithExactCounts(
            String when, String table, String event, String condition) {
        office.anotherApp().offersSecret("user").lookUp("user", users.get(0)).statusCode(424);
        var here = condition.replace("$tenant", leavings.tenant());
        String id;
        try (var killed = Interruption.killed(vault, office, table, event, here)) {
            id = leavings.begin("workspace", office.workspace);
            await().atMost(Duration.ofSeconds(30)).until(killed::happened);
        }
        leavings.claimEnds(id);

        var report = leavings.awaitEnded(id);
        assertThat(report.getInteger("connections_ended")).isEqualTo(3);
        assertThat(report.getInteger("prompts_closed")).isEqualTo(1);
        assertThat(leavings.tokens(id)).isEqualTo(Map.of("revoked", 3));
        // Whoever dies between the provider's answer and its own note of it asks again.
        assertThat(users).allSatisfy(user -> assertThat(leavings.revoked(user)).isPositive());
        assertThat(leavings.connections()).isEmpty();
        assertThat(office.query("select 1 from prompt where tenant = ?", leavings.tenant()))
                .isEmpty();
        assertThat(office.query(
                        "select action from audit where tenant = ? and action like 'offboarding%' order by id",
                        leavings.tenant()))
                .extracting(row -> row.get("action"))
                .containsExactly("offboarding_begun", "offboarding_ended");
        assertThat(office.query(
                        "select 1 from scope_key where scope = ? and wrapped is not null",
                        "workspace:" + leavings.tenant()))
                .isEmpty();
    }

    @Test
    void oneConnection_thatCannotBeEnded_holdsUpNoOther() {
        var first = leavings.connections().get(0).get("id");
        String id;
        try (var fault = Interruption.failing(vault, office, "connection", "update", "new.id = '" + first + "'")) {
            id = leavings.begin("app", office.app);

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(leavings.report(id).getInteger("connections_ended"))
                            .isEqualTo(2));
            assertThat(leavings.report(id).getInteger("failing")).isEqualTo(1);
            assertThat(leavings.isRunning(id)).isTrue();
            assertThat(fault.happened()).isTrue();
        }

        var report = leavings.awaitEnded(id);
        assertThat(report.getInteger("connections_ended")).isEqualTo(3);
        assertThat(report.getInteger("failing")).isZero();
        assertThat(leavings.tokens(id)).isEqualTo(Map.of("revoked", 3));
    }

    @Test
    void oneConnection_thatCannotBeEndedAndIsConnectedAnew_isWaitedForNoLonger() {
        var user = users.get(0);
        var fails = "new.owner_id = '" + user + "' and new.status = 'disconnected'";
        try (var fault = Interruption.failing(vault, office, "connection", "update", fails)) {
            var id = leavings.begin("user", user);
            await().atMost(Duration.ofSeconds(20)).until(fault::happened);
            leavings.awaitSettled(id);

            office.connect(user, Duration.ZERO, HOUR, true);

            assertThat(leavings.awaitEnded(id).getInteger("connections_ended")).isZero();
        }
        office.lookUp("user", user).statusCode(200);
    }

    @Test
    void onePrompt_thatCannotBeClosed_holdsUpNoOther() {
        for (var app = 0; app < 2; app++) {
            office.anotherApp()
                    .offersSecret("user")
                    .lookUp("user", users.get(0))
                    .statusCode(424);
        }
        var first = office.query("select id from prompt where owner_id = ? order by id", users.get(0))
                .get(0)
                .get("id");
        String id;
        try (var fault = Interruption.failing(vault, office, "prompt", "update", "new.id = '" + first + "'")) {
            id = leavings.begin("user", users.get(0));

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(leavings.report(id).getInteger("prompts_closed"))
                            .isEqualTo(1));
            assertThat(leavings.report(id).getInteger("failing")).isEqualTo(1);
            assertThat(fault.happened()).isTrue();
        }

        assertThat(leavings.awaitEnded(id).getInteger("prompts_closed")).isEqualTo(2);
    }
}
