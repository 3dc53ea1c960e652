package dev.grantkeeper.vault.renewal;

import static io.restassured.RestAssured.given;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.Connecting;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.connection.Scheduling;
import dev.grantkeeper.vault.connection.Sealed;
import dev.grantkeeper.vault.connection.Validity;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.value.Values;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sets the stage: an app at a provider, and a user who connected it. Everything has a workspace of its own. */
@Singleton
class Stage {

    private final Definitions definitions;
    private final Connecting connecting;
    private final Connections connections;
    private final Values values;
    private final Scheduling scheduling;
    private final InstantSource clock;

    Stage(
            Definitions definitions,
            Connecting connecting,
            Connections connections,
            Values values,
            Scheduling scheduling,
            InstantSource clock) {
        this.definitions = definitions;
        this.connecting = connecting;
        this.connections = connections;
        this.values = values;
        this.scheduling = scheduling;
        this.clock = clock;
    }

    /** One app, and one connection of its user Ada, which may not be there yet. */
    final class Scene {

        private final TestVault vault;
        private final ConnectionKey key;

        private Scene(TestVault vault) {
            this.vault = vault;
            var unique = UUID.randomUUID().toString().substring(0, 8);
            this.key = new ConnectionKey(new Tenant("platform", "w-" + unique), "app-" + unique, Owner.user("ada"));
        }

        private Scene(TestVault vault, ConnectionKey key) {
            this.vault = vault;
            this.key = key;
        }

        /** Another user of the same app, connected and due. */
        Scene colleague(String user) {
            return new Scene(vault, new ConnectionKey(key.tenant(), key.app(), Owner.user(user)))
                    .connected("access-1", "refresh-1");
        }

        ConnectionKey key() {
            return key;
        }

        String execution() {
            return vault.issuer()
                    .execution(key.tenant().workspace(), key.app(), "ada")
                    .bearer();
        }

        String member() {
            return vault.issuer().member(key.tenant().workspace(), "ada").bearer();
        }

        Scene defined(JsonObject settings) {
            var provider = vault.provider().issuer();
            var complete = new JsonObject()
                    .put("authorization_url", provider + "/authorize")
                    .put("token_url", provider + "/token")
                    .put("revocation_url", provider + "/revoke")
                    .put("scopes", new JsonArray(List.of("mail.read")))
                    .mergeIn(settings);
            var body = new JsonObject()
                    .put("type", "oauth2")
                    .put("settings", complete)
                    .put("client_id", "client-" + key.app())
                    .put("client_secret", "client-secret-" + key.app());
            given().header("Authorization", vault.issuer().developer(key.app()).bearer())
                    .contentType("application/json")
                    .body(body.encode())
                    .put("/v1/definitions/user")
                    .then()
                    .log()
                    .ifValidationFails()
                    .statusCode(org.hamcrest.Matchers.lessThan(300));
            return this;
        }

        /** Connected for an hour, and due now. */
        Scene connected(String access, String refresh) {
            return connected(access, Optional.of(refresh), Duration.ofHours(1), true);
        }

        Scene connected(String access, Optional<String> refresh, Duration lifetime, boolean due) {
            var now = clock.instant();
            return connected(
                    access,
                    refresh,
                    settings -> new Validity(
                            now, Optional.of(lifetime), Optional.of(due ? now : now.plus(lifetime.dividedBy(2)))));
        }

        /** Connected as an answer of its provider says, and due when that makes it due. */
        Scene granted(Outcome.Renewed answer) {
            return connected(
                    answer.accessToken().reveal(),
                    answer.refreshToken().map(Token::reveal),
                    settings -> scheduling.granted(
                            clock.instant(), answer.lifetime().orElseThrow(), answer, settings));
        }

        private Scene connected(
                String access, Optional<String> refresh, Function<ProviderSettings, Validity> validity) {
            run(() -> definitions
                    .find(key.tenant().issuer(), key.app(), key.owner().kind())
                    .map(Optional::orElseThrow)
                    .flatMap(definition -> connecting.connect(
                            key,
                            definition,
                            "ada",
                            Secret.ofUtf8(access),
                            refresh.map(Secret::ofUtf8),
                            List.of("mail.read"),
                            validity.apply(definition.settings().orElseThrow()))));
            return this;
        }

        Connection connection() {
            return run(() -> connections.find(key)).orElseThrow();
        }

        ConnectionId id() {
            return connection().id();
        }

        long generation() {
            return connection().generation();
        }

        String accessToken() {
            return open(connection().access().orElseThrow());
        }

        String refreshToken() {
            return open(connection().refresh().orElseThrow());
        }

        private String open(Sealed sealed) {
            return run(() -> values.open(key.scope(), sealed.context(), sealed.envelope()))
                    .revealUtf8();
        }

        /** Runs an update in the database; {@code ?} is the connection's id. */
        void sql(String update) {
            try (var session = vault.sql();
                    var statement = session.prepareStatement(update)) {
                statement.setObject(1, id().value());
                statement.executeUpdate();
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The first column of the only row; {@code ?} is the connection's id. */
        String ask(String query) {
            try (var session = vault.sql();
                    var statement = session.prepareStatement(query)) {
                statement.setObject(1, id().value());
                var rows = statement.executeQuery();
                return rows.next() ? rows.getString(1) : null;
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The lease ended that long ago and nobody said what became of it. */
        void leaseEnded(Duration ago) {
            var life = Duration.ofSeconds(15);
            sql("update renewal_attempt set leased_at = now() - interval '"
                    + ago.plus(life).toMillis()
                    + " ms', lease_ends_at = now() - interval '" + ago.toMillis()
                    + " ms' where answered_at is null and connection_id = ?");
            sql("update connection set next_attempt_at = null where id = ?");
        }

        /** Runs an update of the app's client at its provider. */
        void client(String assignments) {
            sql("update provider_client set " + assignments + " where app = (select app from connection where id = ?)");
        }

        /** A column of the app's client at its provider. */
        String ofClient(String expression) {
            return ask("select " + expression
                    + " from provider_client where app = (select app from connection where id = ?)");
        }

        void accessTokenExpired() {
            accessTokenExpired(Duration.ofSeconds(1));
        }

        void accessTokenExpired(Duration ago) {
            sql("update connection set expires_at = now() - interval '" + ago.toMillis()
                    + " ms', next_attempt_at = null where id = ?");
        }

        void dueAgain() {
            sql("update connection set due_at = now() - interval '1 s', next_attempt_at = null where id = ?");
        }

        /** The reason of the open prompt; null when none is open. */
        String promptReason() {
            return ask("select reason from prompt p join connection c on (c.tenant, c.app, c.owner_kind, c.owner_id)"
                    + " = (p.tenant, p.app, p.owner_kind, p.owner_id) where p.resolved_at is null and c.id = ?");
        }
    }

    Scene scene(TestVault vault) {
        return new Scene(vault);
    }

    /** A provider with strict rotation, connected and due. */
    Scene dueScene(TestVault vault) {
        return scene(vault).defined(new JsonObject().put("rotation", "strict")).connected("access-1", "refresh-1");
    }

    static <T> T run(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
