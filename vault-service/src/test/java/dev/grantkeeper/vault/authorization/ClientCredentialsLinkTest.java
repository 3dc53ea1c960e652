package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the link of a prompt leads for a connection that takes a client and no authorization. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ClientCredentialsLinkTest {

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Scene scene;
    private Browser ada;

    @BeforeEach
    void newScene() {
        scene = new Scene(vault, address);
        ada = scene.browser().signIn(scene.member("ada"));
    }

    @Test
    void takenBack_isOfferedAgainAndConnectedByTheButtonAlone() {
        scene.offering("user", definition());
        assertThat(scene.lookUp("user", "ada").statusCode()).isEqualTo(503);
        var id = scene.sql("select id from connection where app = ?", scene.app);
        assertThat(ada.delete("/v1/connections/" + id, scene.member("ada")).statusCode())
                .isEqualTo(204);
        var link = link();

        var page = ada.visit(link);
        assertThat(page.body()).contains("Connect " + scene.app + "?", "<button>Connect</button>");
        assertThat(status()).isEqualTo("disconnected");
        assertThat(scene.browser().submit(link, "").statusCode()).isEqualTo(401);
        assertThat(scene.browser().signIn(scene.member("bob")).submit(link, "").statusCode())
                .isEqualTo(403);
        assertThat(status()).isEqualTo("disconnected");

        assertThat(ada.submit(link, "").statusCode()).isEqualTo(200);
        assertThat(status()).isEqualTo("connected");
    }

    @Test
    void ownersClient_isTypedInAtThePlatform() {
        var definition = definition();
        definition.remove("client_id");
        definition.remove("client_secret");
        scene.offering("user", definition);

        assertThat(ada.visit(link()).body()).contains("This one needs a key");
        assertThat(connections()).isZero();
    }

    private JsonObject definition() {
        var definition = scene.oauth2();
        var settings = definition.getJsonObject("settings");
        settings.remove("authorization_url");
        settings.remove("issuer");
        settings.put("grant", "client_credentials");
        return definition;
    }

    private String link() {
        return "/connect/" + new JsonObject(scene.lookUp("user", "ada").body()).getString("prompt_id");
    }

    private Object status() {
        return scene.sql("select status from connection where app = ?", scene.app);
    }

    private long connections() {
        return (long) scene.sql("select count(*) from connection where app = ?", scene.app);
    }
}
