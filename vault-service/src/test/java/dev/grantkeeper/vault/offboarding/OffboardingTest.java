package dev.grantkeeper.vault.offboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user leaves, an app is uninstalled, a workspace is deleted. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class OffboardingTest {

    private static final Duration HOUR = Duration.ofHours(1);

    TestVault vault;

    private Office office;
    private Leavings leavings;
    private String ada;
    private String bob;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault).offersOAuth2("user");
        leavings = new Leavings(vault, office);
        ada = "ada-" + UUID.randomUUID();
        bob = "bob-" + UUID.randomUUID();
    }

    @Test
    void user_leaves_theirGrantsAreRevokedEverywhereAndNobodyElses() {
        office.connect(ada, Duration.ZERO, HOUR, true);
        office.connect(bob, Duration.ZERO, HOUR, true);
        var elsewhere = office.anotherApp().offersSecret("user");
        elsewhere.putSecret(office.member(ada), "user", "s3cret").statusCode(200);
        var unanswered = office.anotherApp().offersSecret("user");
        unanswered.lookUp("user", ada).statusCode(424);

        var report = leavings.awaitEnded(leavings.begin("user", ada));

        assertThat(report.getInteger("connections_ended")).isEqualTo(2);
        assertThat(report.getInteger("prompts_closed")).isEqualTo(1);
        assertThat(report.getJsonObject("tokens").getMap()).isEqualTo(Map.of("revoked", 1));
        assertThat(leavings.revoked(ada)).isOne();
        assertThat(leavings.revoked(bob)).isZero();
        assertThat(leavings.values(ada)).isZero();
        office.lookUp("user", bob).statusCode(200);
        assertThat(office.query("select 1 from prompt where owner_id = ? and resolved_at is null", ada))
                .isEmpty();
    }

    @Test
    void user_leaves_whatTheyConnectedForTheWorkspaceStaysAndIsReported() {
        office.offersSecret("workspace");
        office.putSecret(office.admin(), "workspace", "shared").statusCode(200);

        var report = leavings.awaitEnded(leavings.begin("user", "grace"));

        assertThat(report.getInteger("workspace_connections_kept")).isEqualTo(1);
        office.lookUp("workspace", ada).statusCode(200);
    }

    @Test
    void app_isUninstalled_allItsConnectionsInThisWorkspaceEnd() {
        office.connect(ada, Duration.ZERO, HOUR, true);
        office.connect(bob, Duration.ZERO, HOUR, true);
        var other = office.anotherApp().offersSecret("user");
        other.putSecret(office.member(ada), "user", "s3cret").statusCode(200);

        var report = leavings.awaitEnded(leavings.begin("app", office.app));

        assertThat(report.getInteger("connections_ended")).isEqualTo(2);
        assertThat(report.getJsonObject("tokens").getMap()).isEqualTo(Map.of("revoked", 2));
        other.lookUp("user", ada).statusCode(200);
    }

    @Test
    void workspace_isDeleted_nothingOpensAgainAndItsKeysAreGone() {
        var connection = office.connect(ada, Duration.ZERO, HOUR, true);
        var asked = office.neighbour().anotherApp().offersSecret("user");
        asked.putSecret(asked.member(ada), "user", "kept").statusCode(200);
        office.anotherApp().offersSecret("user").lookUp("user", bob).statusCode(424);

        var report = leavings.awaitEnded(leavings.begin("workspace", office.workspace));

        assertThat(report.getJsonObject("tokens").getMap()).isEqualTo(Map.of("revoked", 1));
        var tenant = connection.key().tenant().toString();
        assertThat(office.query("select wrapped from scope_key where scope = ?", "workspace:" + tenant))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).containsEntry("wrapped", null));
        assertThat(office.query("select 1 from prompt where tenant = ?", tenant))
                .isEmpty();
        var late = office.anotherApp().offersSecret("user");
        late.putSecret(office.member(ada), "user", "too late").statusCode(409);
        asked.lookUp("user", ada).statusCode(200);
    }

    @Test
    void workspace_thatNeverHadAKey_getsNoneAnyMore() {
        leavings.awaitEnded(leavings.begin("workspace", office.workspace));

        var late = office.anotherApp().offersSecret("user");
        late.putSecret(office.member(ada), "user", "too late").statusCode(409);
    }

    @Test
    void providerHangs_isReportedAsPendingAndWaitedFor() {
        office.connect(ada, Duration.ZERO, HOUR, true);
        var answer = new CompletableFuture<Void>();
        vault.provider().next(Endpoint.REVOCATION, Fault.hold(answer));

        var id = leavings.begin("user", ada);

        await().untilAsserted(() ->
                assertThat(leavings.report(id).getJsonObject("tokens").getMap()).isEqualTo(Map.of("pending", 1)));
        assertThat(leavings.report(id).getString("state")).isEqualTo("running");
        assertThat(leavings.values(ada)).isZero();
        answer.complete(null);
        assertThat(leavings.awaitEnded(id).getJsonObject("tokens").getMap()).isEqualTo(Map.of("revoked", 1));
    }

    @Test
    void beganTwice_isOne() {
        office.connect(ada, Duration.ZERO, HOUR, true);

        var ids = IntStream.range(0, 5)
                .parallel()
                .mapToObj(round -> leavings.begin("user", ada))
                .distinct()
                .toList();

        assertThat(ids).hasSize(1);
        assertThat(leavings.awaitEnded(ids.get(0)).getInteger("connections_ended"))
                .isEqualTo(1);
    }

    @Test
    void manyConnections_allEnd() {
        for (var app = 0; app < 3; app++) {
            var one = office.anotherApp().offersSecret("user");
            for (var user = 0; user < 40; user++) {
                one.putSecret(office.member("user-" + user), "user", "s3cret").statusCode(200);
            }
        }

        assertThat(leavings.awaitEnded(leavings.begin("workspace", office.workspace))
                        .getInteger("connections_ended"))
                .isEqualTo(120);
    }

    @Test
    void leaving_isOnRecord() {
        var id = leavings.awaitEnded(leavings.begin("user", ada)).getString("id");

        assertThat(id).isNotNull();
        assertThat(office.query("select action from audit where detail = ? order by id", "user " + ada))
                .extracting(row -> row.get("action"))
                .containsExactly("offboarding_begun", "offboarding_ended");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"user\":\"a\",\"app\":\"b\"}",
                "{\"user\":\"../a\"}",
                "{\"workspace\":\"another\"}",
                "{\"app\":\"\"}",
                "null"
            })
    void request_ambiguousOrMalformed_isRefused(String body) {
        assertThat(Leavings.post(office.admin(), body).statusCode()).isEqualTo(400);
    }

    @Test
    void member_mayLetNobodyGo() {
        var id = leavings.begin("user", ada);

        assertThat(Leavings.post(
                                office.member(ada),
                                new JsonObject().put("user", ada).encode())
                        .statusCode())
                .isEqualTo(403);
        assertThat(Office.as(office.member(ada)).get("/v1/offboardings/" + id).statusCode())
                .isEqualTo(403);
        assertThat(Office.as(office.neighbour().admin())
                        .get("/v1/offboardings/" + id)
                        .statusCode())
                .isEqualTo(404);
    }
}
