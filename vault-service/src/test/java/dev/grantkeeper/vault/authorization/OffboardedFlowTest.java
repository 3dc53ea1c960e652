package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Authorizations that were under way when their user, or their workspace, left. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class OffboardedFlowTest {

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Scene scene;
    private String ada;
    private Browser browser;

    @BeforeEach
    void newScene() {
        scene = new Scene(vault, address).offering("user");
        var definition = scene.oauth2();
        definition
                .getJsonObject("settings")
                .put("revocation_url", vault.provider().uri(Endpoint.REVOCATION).toString());
        scene.offering("user", definition);
        ada = "ada-" + UUID.randomUUID();
        browser = scene.browser().signIn(scene.member(ada));
    }

    @Test
    void user_whoLeftBeforeTheCallback_cannotFinish() {
        var callback = scene.agree(scene.begin(browser, scene.member(ada), "user"));
        var exchanged = vault.provider().calls(Endpoint.TOKEN).size();

        var id = letGo("user", ada);
        await().atMost(Duration.ofSeconds(20)).until(() -> state(id).equals("ended"));

        var page = browser.visit(callback);
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("This attempt is over");
        assertThat(vault.provider().calls(Endpoint.TOKEN)).hasSize(exchanged);
        assertThat(scene.sql("select count(*) from connection where owner_id = ?", ada))
                .isEqualTo(0L);
    }

    @Test
    void user_whoseCodeIsBeingExchanged_isDisconnectedAtOnce() {
        var callback = scene.agree(scene.begin(browser, scene.member(ada), "user"));
        var answer = new CompletableFuture<Void>();
        vault.provider().next(Endpoint.TOKEN, Fault.hold(answer));
        var page = CompletableFuture.supplyAsync(() -> browser.visit(callback));
        await().until(() -> Boolean.TRUE.equals(
                scene.sql("select used_at is not null from authorization_flow where user_id = ?", ada)));

        var id = letGo("user", ada);
        answer.complete(null);

        assertThat(page.join().statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> state(id).equals("ended"));
        scene.assertNotConnected("user", ada);
        assertThat(report(id).getJsonObject("tokens").getMap()).containsEntry("revoked", 1);
    }

    @Test
    void workspace_deletedDuringTheExchange_keepsNothingAndTakesTheGrantBack() {
        var callback = scene.agree(scene.begin(browser, scene.member(ada), "user"));
        var answer = new CompletableFuture<Void>();
        vault.provider().next(Endpoint.TOKEN, Fault.hold(answer));
        var page = CompletableFuture.supplyAsync(() -> browser.visit(callback));
        await().until(() -> Boolean.TRUE.equals(
                scene.sql("select used_at is not null from authorization_flow where user_id = ?", ada)));
        var revoked = vault.provider().calls(Endpoint.REVOCATION).size();

        letGo("workspace", scene.workspace);
        await().atMost(Duration.ofSeconds(8))
                .until(() -> scene.sql("select count(*) from closed_workspace where tenant = ?", tenant())
                        .equals(1L));
        answer.complete(null);

        assertThat(page.join().statusCode()).isEqualTo(409);
        assertThat(page.join().body()).contains("workspace was deleted");
        assertThat(scene.sql("select count(*) from connection where tenant = ?", tenant()))
                .isEqualTo(0L);
        assertThat(vault.provider().calls(Endpoint.REVOCATION)).hasSize(revoked + 1);
    }

    @Test
    void workspace_deleted_beginsNoAuthorization() {
        var id = letGo("workspace", scene.workspace);
        await().atMost(Duration.ofSeconds(20)).until(() -> state(id).equals("ended"));
        // As a vault has it whose memory still holds the key.
        scene.sql("delete from scope_key where scope = ?", "workspace:" + tenant());

        var answer = browser.post(scene.authorizationPath("user"), scene.member(ada), "{}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(scene.sql("select count(*) from authorization_flow where tenant = ?", tenant()))
                .isEqualTo(0L);
    }

    private String letGo(String kind, String subject) {
        var answer = browser.post(
                "/v1/offboardings",
                scene.admin("grace"),
                new JsonObject().put(kind, subject).encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return new JsonObject(answer.body()).getString("id");
    }

    private JsonObject report(String id) {
        return new JsonObject(
                browser.get("/v1/offboardings/" + id, scene.admin("grace")).body());
    }

    private String state(String id) {
        return report(id).getString("state");
    }

    private String tenant() {
        return "platform/" + scene.workspace;
    }
}
