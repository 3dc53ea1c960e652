package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.vault.HandlerServer;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people see in the browser, with an app that wants to be asked; and what becomes of the token that came for nothing. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class HookedFlowTest {

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Scene scene;
    private Browser ada;
    private HandlerServer handler;
    private String secret;

    @BeforeEach
    void newScene() {
        scene = new Scene(vault, address).offering("user");
        ada = scene.browser().signIn(scene.member("ada"));
        handler = HandlerServer.start();
        var definition = scene.oauth2();
        definition
                .getJsonObject("settings")
                .put("revocation_url", vault.provider().uri(Endpoint.REVOCATION).toString());
        scene.offering("user", definition).offering("workspace", definition);
    }

    @AfterEach
    void close() {
        handler.close();
    }

    @Test
    void callback_allowed_isConnectedAndNoTokenIsTold() {
        registered();

        assertThat(connect().statusCode()).isEqualTo(200);

        var served = scene.connected("user", "ada");
        var call = handler.onlyCall();
        call.assertKeepsTheContract();
        assertThat(call.isSignedBy(secret)).isTrue();
        assertThat(call.data().getString("connection_id")).isEqualTo(served.getString("id"));
        assertThat(call.data().getString("connection_type")).isEqualTo("oauth2");
        assertThat(call.data().getJsonArray("scopes")).containsExactly("mail.read", "mail.send");
        assertThat(call.data().getBoolean("reconnected")).isFalse();
        assertThat(call.toString()).doesNotContain(served.getString("value"), "s3cret", "code=");
    }

    @Test
    void callback_refused_isAPageWithTheAppsWordsAsText() {
        registered();
        handler.answering(HandlerServer.refusing(
                "<img src=x onerror=alert(1)> \u202eNo\u0000, \"<script>x</script>\" & 'so' on."));

        var page = connect();

        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body())
                .contains("Nothing was connected", scene.app + ": “")
                .contains(
                        "&lt;img src=x onerror=alert(1)&gt; No, &quot;&lt;script&gt;x&lt;/script&gt;&quot; &amp; &#39;so&#39; on.")
                .doesNotContain("<img", "<script", "\u202e", "\u0000");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'");
        assertThat(rows()).isZero();
        scene.assertNotConnected("user", "ada");
    }

    @Test
    void callback_firstOneRefused_revokesWhatTheCodeBrought() {
        registered();
        handler.answering(HandlerServer.refusing("No."));
        var before = revocations();

        connect();

        assertThat(revocations()).isEqualTo(before + 1);
    }

    @Test
    void callback_firstOneAndNoAnswer_revokesWhatTheCodeBrought() {
        registered();
        handler.answering(HandlerServer.status(500));
        var before = revocations();

        var page = connect();

        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("could not be asked whether it allows this");
        assertThat(rows()).isZero();
        assertThat(revocations()).isEqualTo(before + 1);
    }

    @Test
    void callback_reconnectRefused_theFormerStaysAndNothingIsRevoked() {
        connect();
        var value = scene.connected("user", "ada").getString("value");
        registered();
        handler.answering(HandlerServer.refusing("No."));
        var before = revocations();

        assertThat(connect().statusCode()).isEqualTo(422);

        assertThat(handler.onlyCall().data().getBoolean("reconnected")).isTrue();
        assertThat(scene.connected("user", "ada").getString("value")).isEqualTo(value);
        assertThat(revocations()).isEqualTo(before);
    }

    /** What was granted with the same account, by the same person or a colleague, would go with it. */
    @Test
    void callback_firstOneRefusedWhileTheWorkspaceIsConnected_revokesNothing() {
        var grace = scene.browser().signIn(scene.admin("grace"));
        assertThat(scene.connect(grace, scene.admin("grace"), "workspace").statusCode())
                .isEqualTo(200);
        registered();
        handler.answering(HandlerServer.refusing("No."));
        var before = revocations();

        assertThat(connect().statusCode()).isEqualTo(422);

        assertThat(revocations()).isEqualTo(before);
        assertThat(scene.lookUp("workspace", "ada").statusCode()).isEqualTo(200);
    }

    @Test
    void callback_refusedAfterADisconnect_isAFirstOneAgain() {
        connect();
        var id = scene.connected("user", "ada").getString("id");
        ada.delete("/v1/connections/" + id, scene.member("ada"));
        registered();
        handler.answering(HandlerServer.refusing("No."));

        assertThat(connect().statusCode()).isEqualTo(422);

        assertThat(handler.onlyCall().data().getString("connection_id")).isEqualTo(id);
        scene.assertNotConnected("user", "ada");
    }

    @Test
    void promptsButton_refused_isAPageAndNothingIsConnected() {
        var definition = scene.oauth2();
        var settings = definition.getJsonObject("settings");
        settings.remove("authorization_url");
        settings.remove("issuer");
        settings.put("grant", "client_credentials");
        scene.offering("user", definition);
        scene.lookUp("user", "ada");
        var id = scene.sql("select id from connection where app = ?", scene.app);
        ada.delete("/v1/connections/" + id, scene.member("ada"));
        registered();
        handler.answering(HandlerServer.refusing("Not <b>this</b> one."));
        var link = "/connect/" + new JsonObject(scene.lookUp("user", "ada").body()).getString("prompt_id");

        var page = ada.submit(link, "");
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("Not &lt;b&gt;this&lt;/b&gt; one.");
        assertThat(scene.sql("select status from connection where app = ?", scene.app))
                .isEqualTo("disconnected");

        handler.answering(HandlerServer.status(503));
        assertThat(ada.submit(link, "").statusCode()).isEqualTo(503);

        handler.answering(HandlerServer.status(204));
        assertThat(ada.submit(link, "").statusCode()).isEqualTo(200);
        assertThat(scene.sql("select status from connection where app = ?", scene.app))
                .isEqualTo("connected");
    }

    private void registered() {
        var hook = new JsonObject().put("url", handler.url().toString()).put("timeout_seconds", 10);
        var answer = scene.browser()
                .put(
                        "/v1/hooks/connection-added",
                        vault.issuer().developer(scene.app).bearer(),
                        hook);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        secret = new JsonObject(answer.body()).getString("secret");
    }

    private HttpResponse<String> connect() {
        return scene.connect(ada, scene.member("ada"), "user");
    }

    private int revocations() {
        return vault.provider().calls(Endpoint.REVOCATION).size();
    }

    private long rows() {
        return (long) scene.sql("select count(*) from connection where app = ?", scene.app);
    }
}
