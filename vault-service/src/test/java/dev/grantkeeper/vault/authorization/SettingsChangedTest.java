package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.testkit.authorization.Client;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A developer changes a definition that people are connected under. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class SettingsChangedTest {

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Scene scene;
    private Browser ada;

    @BeforeEach
    void adaIsConnected() {
        scene = new Scene(vault, address).offering("user");
        ada = scene.browser().signIn(scene.member("ada"));
        scene.connect(ada, scene.member("ada"), "user");
    }

    @Test
    void scopeAdded_personIsAskedAndServedMeanwhile() {
        scene.offering("user", withScopes("mail.read", "mail.send", "calendar.read"));

        awaitPrompt("settings_changed");
        assertThat(scene.lookUp("user", "ada").statusCode()).isEqualTo(200);

        scene.connect(ada, scene.member("ada"), "user");

        assertThat(openPrompts()).isEmpty();
        assertThat(scene.connected("user", "ada").getJsonArray("scopes")).contains("calendar.read");
        awaitJudged();
        assertThat(openPrompts()).isEmpty();
    }

    @Test
    void scopeAdded_developerGoesBack_promptIsResolved() {
        scene.offering("user", withScopes("mail.read", "mail.send", "calendar.read"));
        awaitPrompt("settings_changed");

        scene.offering("user", scene.oauth2());

        await().untilAsserted(() -> assertThat(openPrompts()).isEmpty());
    }

    @Test
    void scopeRemoved_nobodyIsAsked() {
        scene.offering("user", withScopes("mail.read"));

        awaitJudged();
        assertThat(openPrompts()).isEmpty();
    }

    @Test
    void anotherClient_grantGoesOnUntilThePersonConnectsWithTheNewOne() {
        var other = scene.app + "-next";
        vault.provider().register(Client.confidential(other, "n3xt", scene.redirectUri()));
        scene.offering("user", scene.oauth2().put("client_id", other).put("client_secret", "n3xt"));

        awaitPrompt("settings_changed");
        assertThat(scene.lookUp("user", "ada").statusCode()).isEqualTo(200);
        assertThat(scene.begin(ada, scene.member("ada"), "user")).contains("client_id=" + other);
    }

    @Test
    void otherPrompt_staysWhenSettingsAreAsBefore() {
        scene.sql("update connection set status = 'auth_required', failure = 'grant_revoked' where app = ?", scene.app);
        assertThat(scene.lookUp("user", "ada").statusCode()).isEqualTo(424);

        scene.offering("user", withScopes("mail.read"));

        awaitJudged();
        assertThat(openPrompts()).isEqualTo("grant_revoked");
    }

    @Test
    void newSecret_notKnownToTheProviderYet_formerServesUntilItIsDropped() {
        scene.offering("user", scene.oauth2().put("client_secret", "not-known-yet"));

        scene.connect(ada, scene.member("ada"), "user");
        assertThat(scene.connected("user", "ada").getLong("generation")).isEqualTo(2);

        scene.offering(
                "user", scene.oauth2().put("client_secret", "not-known-yet").put("drop_former_client_secret", true));
        scene.connect(ada, scene.member("ada"), "user");
        assertThat(scene.connected("user", "ada").getLong("generation")).isEqualTo(2);
        awaitJudged();
        assertThat(openPrompts()).isEmpty();
    }

    /** What one provider gave must not be sent to where another one is called. */
    @Test
    void tokenUrlMoved_otherProviderGivesNoRefreshToken_theFormerOnesIsNotKept() {
        assertThat(holdsRefreshToken()).isEqualTo(true);
        try (var other = ScriptableAuthorizationServer.start(InstantSource.system())) {
            other.register(Client.confidential(scene.app, "s3cret", scene.redirectUri()));
            var moved = scene.oauth2();
            moved.getJsonObject("settings")
                    .put("authorization_url", other.uri(Endpoint.AUTHORIZATION).toString())
                    .put("token_url", other.uri(Endpoint.TOKEN).toString())
                    .put("issuer", other.issuer().toString());
            scene.offering("user", moved);
            other.next(Endpoint.TOKEN, withoutRefreshToken("of-the-other"));

            scene.connect(ada, scene.member("ada"), "user");

            assertThat(scene.connected("user", "ada").getString("value")).isEqualTo("of-the-other");
            assertThat(holdsRefreshToken()).isEqualTo(false);
        }
    }

    @Test
    void scopeAdded_reconnectWithoutRefreshToken_itIsKept() {
        scene.offering("user", withScopes("mail.read", "mail.send", "calendar.read"));
        vault.provider().next(Endpoint.TOKEN, withoutRefreshToken("next"));

        scene.connect(ada, scene.member("ada"), "user");

        assertThat(holdsRefreshToken()).isEqualTo(true);
    }

    /** The settings change, and everybody has been judged by them, while the provider takes its time over a code. */
    @Test
    void scopeAdded_whileSomebodyConnectsUnderTheFormerVersion_theyAreAsked() {
        var bob = scene.browser().signIn(scene.member("bob"));
        var callback = scene.agree(scene.begin(bob, scene.member("bob"), "user"));
        var answers = new CompletableFuture<Void>();
        vault.provider().next(Endpoint.TOKEN, Fault.holdAfterCommit(answers));
        var calls = vault.provider().calls(Endpoint.TOKEN).size();
        var page = CompletableFuture.supplyAsync(() -> bob.visit(callback));
        vault.provider().awaitCalls(Endpoint.TOKEN, calls + 1);

        scene.offering("user", withScopes("mail.read", "mail.send", "calendar.read"));
        awaitJudged();
        answers.complete(null);

        assertThat(page.join().statusCode()).isEqualTo(200);
        assertThat(scene.sql("select definition_version from connection where app = ? and owner_id = 'bob'", scene.app))
                .isEqualTo(1);
        await().untilAsserted(() -> assertThat(openPromptsOf("bob")).isEqualTo("settings_changed"));
    }

    /** A sweep that sees the new version cannot see the grant yet: whoever stores the one waits for the other. */
    @Test
    void scopeAdded_inTheMomentAGrantIsStored_theyAreAsked() throws SQLException {
        var bob = scene.browser().signIn(scene.member("bob"));
        var callback = scene.agree(scene.begin(bob, scene.member("bob"), "user"));
        try (var session = vault.sql()) {
            session.setAutoCommit(false);
            update(session, "update definition set version = 2, judged_version = 2 where app = ?");
            update(session, """
                    insert into definition_version
                        (definition_id, version, type, settings, client_id, client_secret, former_client_secret, created_at)
                    select definition_id, 2, type, replace(settings, '"mail.send"', '"mail.send","calendar.read"'),
                        client_id, client_secret, former_client_secret, now()
                    from definition_version where definition_id = (select id from definition where app = ?)""");
            var page = CompletableFuture.supplyAsync(() -> bob.visit(callback));
            await().untilAsserted(() -> assertThat(
                            scene.sql("select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid"
                                    + " where not l.granted and a.query like '%from definition%for share%'"))
                    .isEqualTo(1L));
            session.commit();

            assertThat(page.join().statusCode()).isEqualTo(200);
        }
        assertThat(openPromptsOf("bob")).isEqualTo("settings_changed");
    }

    private void update(Connection session, String sql) throws SQLException {
        try (var statement = session.prepareStatement(sql)) {
            statement.setString(1, scene.app);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private Object holdsRefreshToken() {
        return scene.sql("select refresh_envelope is not null from connection where app = ?", scene.app);
    }

    private static Fault withoutRefreshToken(String access) {
        var answer = new JsonObject()
                .put("access_token", access)
                .put("token_type", "Bearer")
                .put("expires_in", 3600);
        return Fault.answer(200, Map.of("Content-Type", "application/json"), answer.encode());
    }

    private JsonObject withScopes(String... scopes) {
        var definition = scene.oauth2();
        var all = new JsonArray();
        for (var scope : scopes) {
            all.add(scope);
        }
        definition.getJsonObject("settings").put("scopes", all);
        return definition;
    }

    private void awaitPrompt(String reason) {
        await().untilAsserted(() -> assertThat(openPrompts()).isEqualTo(reason));
    }

    private void awaitJudged() {
        await().untilAsserted(() -> assertThat(scene.sql(
                        "select count(*) from definition where app = ? and judged_version < version", scene.app))
                .isEqualTo(0L));
    }

    private String openPromptsOf(String user) {
        return (String) scene.sql(
                "select coalesce(string_agg(reason, ' '), '') from prompt where app = ? and owner_id = ? and resolved_at is null",
                scene.app,
                user);
    }

    private String openPrompts() {
        return (String) scene.sql(
                "select coalesce(string_agg(reason, ' '), '') from prompt where app = ? and resolved_at is null",
                scene.app);
    }
}
