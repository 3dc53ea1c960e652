package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.authorization.Client;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People have several accounts at a provider, and sign in there with the wrong one. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class SameAccountTest {

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Scene scene;
    private Browser ada;
    private JsonObject definition;

    @BeforeEach
    void newScene() {
        scene = new Scene(vault, address).offering("user");
        definition = scene.oauth2();
        definition
                .getJsonObject("settings")
                .put("revocation_url", vault.provider().uri(Endpoint.REVOCATION).toString())
                .put(
                        "captures",
                        new JsonObject()
                                .put("team", new JsonObject().put("token", "team.id"))
                                .put("realm", new JsonObject().put("callback", "realmId")))
                .put("account", "team");
        scene.offering("user", definition);
        ada = scene.browser().signIn(scene.member("ada"));
    }

    @Test
    void connect_whatTheProviderSays_isServedAsMetadata() {
        assertThat(connect("T1", "at-1").statusCode()).isEqualTo(200);

        var served = scene.connected("user", "ada");

        assertThat(served.getJsonObject("metadata").getMap()).isEqualTo(Map.of("team", "T1", "realm", "77"));
        Contract.assertKept("ConnectionValue", served.encode());
    }

    @Test
    void reconnect_sameAccount_isTaken() {
        connect("T1", "at-1");

        assertThat(connect("T1", "at-2").statusCode()).isEqualTo(200);
        assertThat(scene.connected("user", "ada").getString("value")).isEqualTo("at-2");
    }

    /** Providers that revoke by user and client would end what the same account, or the same user, is connected by elsewhere. */
    @Test
    void reconnect_anotherAccount_isRefusedAndNothingIsRevoked() {
        var bob = scene.browser().signIn(scene.member("bob"));
        connect(bob, "bob", "T2", "at-bob");
        connect("T1", "at-1");
        var before = vault.provider().calls(Endpoint.REVOCATION).size();

        var page = connect("T2", "strange");

        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.body()).contains("That is another account");
        assertThat(scene.connected("user", "ada").getString("value")).isEqualTo("at-1");
        assertThat(scene.connected("user", "bob").getString("value")).isEqualTo("at-bob");
        assertThat(vault.provider().calls(Endpoint.REVOCATION)).hasSize(before);
    }

    @Test
    void reconnect_afterTheGrantDied_stillWantsTheSameAccount() {
        connect("T1", "at-1");
        scene.sql("update connection set status = 'auth_required', failure = 'grant_revoked' where app = ?", scene.app);

        assertThat(connect("T2", "at-2").statusCode()).isEqualTo(409);
        assertThat(connect("T1", "at-3").statusCode()).isEqualTo(200);
    }

    @Test
    void reconnect_anotherAccountAfterDisconnect_isTheExplicitChoice() {
        connect("T1", "at-1");
        var id = scene.connected("user", "ada").getString("id");
        assertThat(ada.delete("/v1/connections/" + id, scene.member("ada")).statusCode())
                .isEqualTo(204);

        assertThat(connect("T2", "at-2").statusCode()).isEqualTo(200);
        assertThat(scene.connected("user", "ada").getJsonObject("metadata").getString("team"))
                .isEqualTo("T2");
    }

    @Test
    void reconnect_providerSaysNothingOfTheAccount_isTaken() {
        connect("T1", "at-1");

        assertThat(scene.connect(ada, scene.member("ada"), "user").statusCode()).isEqualTo(200);
    }

    @Test
    void reconnect_providerSaysNothingOnce_theAccountIsStillKnown() {
        connect("T1", "at-1");
        scene.connect(ada, scene.member("ada"), "user");

        assertThat(scene.connected("user", "ada").getJsonObject("metadata").getString("team"))
                .isEqualTo("T1");
        assertThat(connect("T2", "at-3").statusCode()).isEqualTo(409);
        assertThat(connect("T1", "at-4").statusCode()).isEqualTo(200);
    }

    /** What one provider calls its accounts says nothing of another one's. */
    @Test
    void reconnect_atAnotherProvider_isNoOtherAccountAndKeepsNothingOfTheFormer() {
        connect("T1", "at-1");
        try (var other = ScriptableAuthorizationServer.start(InstantSource.system())) {
            other.register(Client.confidential(scene.app, "s3cret", scene.redirectUri()));
            scene.offering(
                    "user",
                    new JsonObject(definition
                            .encode()
                            .replace(
                                    vault.provider().issuer().toString(),
                                    other.issuer().toString())));
            assertThat(scene.connect(ada, scene.member("ada"), "user").statusCode())
                    .isEqualTo(200);

            assertThat(scene.connected("user", "ada").getJsonObject("metadata").getMap())
                    .doesNotContainKey("team");
        }
    }

    @Test
    void connect_tokenThatEndsAndNothingToRenewIt_isWarnedOfWithTheProvidersReason() {
        var definition = scene.oauth2();
        definition.getJsonObject("settings").put("no_refresh_token", "Ask for <offline> access.");
        scene.offering("user", definition);

        var page = connect("T1", "at-1");

        assertThat(page.body())
                .contains("This lasts until", "you will be asked again")
                .contains("Ask for &lt;offline&gt; access.");
        assertThat(ada.get("/v1/connections", scene.member("ada")).body()).contains("\"renewable\":false");
    }

    private HttpResponse<String> connect(String team, String token) {
        return connect(ada, "ada", team, token);
    }

    private HttpResponse<String> connect(Browser browser, String user, String team, String token) {
        var callback = scene.agree(scene.begin(browser, scene.member(user), "user"));
        var answer = new JsonObject()
                .put("access_token", token)
                .put("expires_in", 3600)
                .put("team", new JsonObject().put("id", team));
        vault.provider()
                .next(Endpoint.TOKEN, Fault.answer(200, Map.of("Content-Type", "application/json"), answer.encode()));
        return browser.visit(callback + "&realmId=77");
    }
}
