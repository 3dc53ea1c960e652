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
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who comes back while a provider has not answered yet, and what is erased of those who do not. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ReturningTest {

    private static final Duration HOUR = Duration.ofHours(1);

    TestVault vault;

    private final CompletableFuture<Void> answer = new CompletableFuture<>();
    private Office office;
    private Leavings leavings;
    private String ada;

    @BeforeEach
    void connect() {
        office = Office.of(vault).offersOAuth2("user");
        leavings = new Leavings(vault, office);
        ada = Leavings.fresh("ada");
        office.connect(ada, Duration.ZERO, HOUR, true);
    }

    @AfterEach
    void answer() {
        answer.complete(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "app"})
    void whoeverComesBack_whileARevocationIsPending_staysConnected(String kind) {
        vault.provider().next(Endpoint.REVOCATION, Fault.hold(answer));
        var id = leavings.begin(kind, kind.equals("user") ? ada : office.app);
        await().until(() -> leavings.tokens(id).equals(Map.of("pending", 1)));
        leavings.awaitSettled(id);

        var back = kind.equals("user") ? office.anotherApp().offersOAuth2("user") : office;
        back.connect(ada, Duration.ZERO, HOUR, true);
        var asked = kind.equals("user") ? office.anotherApp().offersSecret("user") : office;
        var bob = kind.equals("user") ? ada : Leavings.fresh("bob");
        asked.lookUp("user", bob).statusCode(424);

        awaitRounds(id, 3);
        back.lookUp("user", ada).statusCode(200);
        answer.complete(null);
        assertThat(leavings.awaitEnded(id).getInteger("connections_ended")).isEqualTo(1);
        back.lookUp("user", ada).statusCode(200);
        assertThat(office.query("select 1 from prompt where owner_id = ? and resolved_at is null", bob))
                .hasSize(1);
    }

    @Test
    void letGoAgain_whileARevocationIsPending_endsWhatCameSince() {
        vault.provider().next(Endpoint.REVOCATION, Fault.hold(answer));
        var id = leavings.begin("user", ada);
        await().until(() -> leavings.tokens(id).equals(Map.of("pending", 1)));
        leavings.awaitSettled(id);
        office.anotherApp()
                .offersSecret("user")
                .putSecret(office.member(ada), "user", "back again")
                .statusCode(200);

        assertThat(leavings.begin("user", ada)).isEqualTo(id);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(leavings.report(id).getInteger("connections_ended"))
                        .isEqualTo(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "app"})
    void whatTheySaidOfTheirAccount_isErased(String kind) {
        var asking = leavings.appThatAsks();
        var site = Leavings.fresh("site");
        leavings.said(asking.connect(ada, Duration.ZERO, HOUR, true), site);
        var earlierSite = Leavings.fresh("site");
        var earlier = (kind.equals("user") ? leavings.appThatAsks() : asking)
                .connect(kind.equals("user") ? ada : Leavings.fresh("bob"), Duration.ZERO, HOUR, true);
        leavings.said(earlier, earlierSite);
        Office.as(office.member(earlier.owner().id()))
                .delete("/v1/connections/" + earlier.id())
                .then()
                .statusCode(204);

        var report = leavings.awaitEnded(leavings.begin(kind, kind.equals("user") ? ada : asking.app));

        assertThat(report.getJsonObject("tokens").getMap())
                .containsKey("revoked")
                .hasSize(1);
        assertThat(leavings.tablesNaming(site)).isEmpty();
        assertThat(leavings.tablesNaming(earlierSite)).isEmpty();
    }

    /** The job was taken up that often. */
    private void awaitRounds(String id, int rounds) {
        Set<Object> seen = new HashSet<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            seen.add(office.query("select next_attempt_at from offboarding where id = ?::uuid", id)
                    .get(0)
                    .get("next_attempt_at"));
            return seen.size() > rounds;
        });
    }
}
