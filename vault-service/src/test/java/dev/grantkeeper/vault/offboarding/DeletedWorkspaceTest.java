package dev.grantkeeper.vault.offboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.Connecting;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.Validity;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.key.Scope;
import dev.grantkeeper.vault.key.ScopeKeys;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys of a deleted workspace go last of all, nothing comes after them, and nobody is named by what stays. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class DeletedWorkspaceTest {

    private static final Duration HOUR = Duration.ofHours(1);

    TestVault vault;

    @Inject
    ScopeKeys keys;

    @Inject
    Connecting connecting;

    @Inject
    Definitions definitions;

    @Inject
    Transactions transactions;

    private Office office;
    private Leavings leavings;
    private String ada;
    private String bob;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault).offersOAuth2("user");
        leavings = new Leavings(vault, office);
        ada = Leavings.fresh("ada");
        bob = Leavings.fresh("bob");
    }

    @Test
    void earlierRevocation_stillPending_isCountedAndWaitedForByTheKeys() {
        var earlier = office.connect(ada, Duration.ZERO, HOUR, true).id();
        office.connect(bob, Duration.ZERO, HOUR, true);
        var answer = new CompletableFuture<Void>();
        vault.provider().next(Endpoint.REVOCATION, Fault.hold(answer));
        Office.as(office.member(ada))
                .delete("/v1/connections/" + earlier)
                .then()
                .statusCode(204);
        await().until(() -> leavings.revoked(ada) == 1);

        var id = leavings.begin("workspace", office.workspace);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(leavings.tokens(id)).isEqualTo(Map.of("revoked", 1, "pending", 1)));
        leavings.awaitClosed();
        assertThat(leavings.isRunning(id)).isTrue();
        assertThat(office.query("select 1 from scope_key where scope = ? and wrapped is not null", scope()))
                .hasSize(1);
        answer.complete(null);
        leavings.awaitEnded(id);
        assertThat(leavings.tokens(id)).isEqualTo(Map.of("revoked", 2));
    }

    @Test
    void revocation_ofAnotherOffboarding_isInBothReports() {
        office.connect(ada, Duration.ZERO, HOUR, true);
        var answer = new CompletableFuture<Void>();
        vault.provider().next(Endpoint.REVOCATION, Fault.hold(answer));
        var first = leavings.begin("app", office.app);
        await().until(() -> leavings.revoked(ada) == 1);

        var second = leavings.begin("workspace", office.workspace);

        await().untilAsserted(() -> assertThat(leavings.tokens(second)).isEqualTo(Map.of("pending", 1)));
        answer.complete(null);
        assertThat(leavings.awaitEnded(first).getJsonObject("tokens").getMap()).isEqualTo(Map.of("revoked", 1));
        assertThat(leavings.awaitEnded(second).getJsonObject("tokens").getMap()).isEqualTo(Map.of("revoked", 1));
    }

    @Test
    void connect_underWayAtTheLastLook_isWaitedForAndEnded() {
        office.connect(bob, Duration.ZERO, HOUR, true);
        var go = new CompletableFuture<Void>();
        var stored = new CompletableFuture<Void>();
        var connecting = CompletableFuture.runAsync(() -> run(() -> transactions.inOne(
                () -> connect(ada).invoke(() -> stored.complete(null)).call(() -> Uni.createFrom()
                        .completionStage(go)
                        .emitOn(MutinyHelper.executor(Vertx.currentContext()))))));
        stored.join();

        var id = leavings.begin("workspace", office.workspace);
        await().atMost(Duration.ofSeconds(20)).until(() -> !leavings.isRunning(id) || waitsForALock());
        go.complete(null);
        connecting.join();

        var report = leavings.awaitEnded(id);
        assertThat(leavings.connections()).isEmpty();
        assertThat(report.getInteger("connections_ended")).isEqualTo(2);
        assertThat(leavings.tokens(id)).isEqualTo(Map.of("revoked", 2));
    }

    @Test
    void vault_thatStillHasTheKey_cannotConnectAnyMore() {
        office.offersSecret("workspace");
        office.putSecret(office.admin(), "workspace", "shared").statusCode(200);
        var key = office.query("select wrapped from scope_key where scope = ?", scope())
                .get(0)
                .get("wrapped");
        leavings.awaitEnded(leavings.begin("workspace", office.workspace));
        // As another vault's memory has it for up to a minute.
        office.tamper("update scope_key set wrapped = ?, shredded_at = null where scope = ?", key, scope());

        office.putSecret(office.admin(), "workspace", "too late").statusCode(409);

        assertThat(leavings.connections()).isEmpty();
    }

    @Test
    void app_thatAsksInADeletedWorkspace_promptsNobody() {
        leavings.awaitEnded(leavings.begin("workspace", office.workspace));

        office.lookUp("user", ada)
                .statusCode(424)
                .body("reason", Matchers.equalTo("AUTH_REQUIRED"))
                .body("prompt_id", Matchers.nullValue());

        assertThat(office.query("select 1 from prompt where tenant = ?", leavings.tenant()))
                .isEmpty();
    }

    /** A token of the app may be good for some minutes yet. */
    @Test
    void clientsConnection_isNotMadeAgainByTheApp() {
        var definition = office.oauth2();
        definition.getJsonObject("settings").put("grant", "client_credentials").remove("authorization_url");
        office.define("user", definition).statusCode(200);
        office.lookUp("user", ada).statusCode(503);
        leavings.awaitEnded(leavings.begin("workspace", office.workspace));

        office.lookUp("user", ada)
                .statusCode(424)
                .body("reason", Matchers.equalTo("AUTH_REQUIRED"))
                .body("prompt_id", Matchers.nullValue());

        assertThat(leavings.connections()).isEmpty();
    }

    @Test
    void keysAlreadyGone_whatIsLeftStillEnds() {
        office.connect(ada, Duration.ZERO, HOUR, true);
        run(() -> keys.shred(Scope.workspace(leavings.tenant())));

        var report = leavings.awaitEnded(leavings.begin("workspace", office.workspace));

        assertThat(report.getInteger("connections_ended")).isEqualTo(1);
        assertThat(report.getJsonObject("tokens").getMap()).isEqualTo(Map.of("unopened", 1));
        assertThat(leavings.connections()).isEmpty();
    }

    @Test
    void deletedTwice_endsTwice() {
        leavings.awaitEnded(leavings.begin("workspace", office.workspace));

        leavings.awaitEnded(leavings.begin("workspace", office.workspace));
    }

    @Test
    void renewal_underWay_isWaitedFor() {
        var connection = office.connect(ada, Duration.ZERO, HOUR, true).id().value();
        office.tamper("""
                insert into renewal_attempt (lease_id, connection_id, grant_id, parent, generation, urgency, leased_at,
                    lease_ends_at, lease_secret_hash, worker)
                select gen_random_uuid(), id, grant_id, 1, 1, 'scheduled', now(), now() + interval '1 h',
                    sha256('secret'), 'worker-1' from connection where id = ?""", connection);

        var id = leavings.begin("workspace", office.workspace);

        leavings.awaitClosed();
        await().until(() -> leavings.tokens(id).equals(Map.of("revoked", 1)));
        assertThat(leavings.isRunning(id)).isTrue();
        assertThat(leavings.connections()).hasSize(1);
        office.tamper("update renewal_attempt set lease_ends_at = now() where connection_id = ?", connection);
        leavings.awaitEnded(id);
        assertThat(leavings.connections()).isEmpty();
    }

    @Test
    void whatStays_namesNobodyButOnRecord() {
        var elsewhere = office.anotherApp().offersSecret("user");
        elsewhere.putSecret(office.member(bob), "user", "s3cret").statusCode(200);
        var gone = (String) elsewhere
                .putSecret(office.member(ada), "user", "s3cret")
                .extract()
                .path("id");
        Office.as(office.member(ada)).delete("/v1/connections/" + gone).then().statusCode(204);
        office.anotherApp().offersSecret("user").lookUp("user", ada).statusCode(424);
        var site = Leavings.fresh("site");
        leavings.said(leavings.appThatAsks().connect(ada, Duration.ZERO, HOUR, true), site);

        leavings.awaitEnded(leavings.begin("workspace", office.workspace));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(leavings.tablesNaming(leavings.tenant()))
                .containsExactly("audit", "closed_workspace", "offboarding", "scope_key"));
        assertThat(leavings.tablesNaming(ada)).containsExactly("audit");
        assertThat(leavings.tablesNaming(bob)).containsExactly("audit");
        assertThat(leavings.tablesNaming(site)).isEmpty();
    }

    private Uni<Void> connect(String user) {
        var key = new ConnectionKey(new Tenant("platform", office.workspace), office.app, Owner.user(user));
        return definitions
                .find("platform", office.app, OwnerKind.USER)
                .flatMap(found -> connecting.connect(
                        key,
                        found.orElseThrow(),
                        user,
                        Secret.ofUtf8("access-of-" + user),
                        Optional.of(Secret.ofUtf8("refresh-of-" + user)),
                        List.of("mail.read"),
                        new Validity(
                                Instant.now(),
                                Optional.of(HOUR),
                                Optional.of(Instant.now().plus(HOUR)))))
                .replaceWithVoid();
    }

    private boolean waitsForALock() {
        return !office.query("select 1 from pg_stat_activity where wait_event_type = 'Lock' and wait_event = 'advisory'"
                        + " and datname = current_database()")
                .isEmpty();
    }

    private String scope() {
        return "workspace:" + leavings.tenant();
    }

    private static void run(Supplier<Uni<Void>> work) {
        try {
            VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }
}
