package dev.grantkeeper.vault;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.testkit.authorization.Client;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.Connecting;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.Validity;
import dev.grantkeeper.vault.definition.Definitions;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A workspace with one app, both of a test's own, and the calls its people and its app make. */
public final class Office {

    public final String workspace;
    public final String app;
    private final TestVault vault;
    private final TestIssuer issuer;
    private final String alias;

    private Office(TestVault vault, TestIssuer issuer, String alias, String workspace, String app) {
        this.vault = vault;
        this.issuer = issuer;
        this.alias = alias;
        this.workspace = workspace;
        this.app = app;
    }

    public static Office of(TestVault vault) {
        var id = UUID.randomUUID();
        return new Office(vault, vault.issuer(), "platform", "acme-" + id, "notes-" + id);
    }

    /** Another app that the same people use. */
    public Office anotherApp() {
        return new Office(vault, issuer, alias, workspace, "notes-" + UUID.randomUUID());
    }

    /** Another workspace that uses the same app. */
    public Office neighbour() {
        return new Office(vault, issuer, alias, "umbrella-" + UUID.randomUUID(), app);
    }

    /** A workspace and an app that another issuer names alike. */
    public Office namesake() {
        return new Office(vault, vault.rival(), "rival", workspace, app);
    }

    public TestIssuer.Token execution(String user) {
        return issuer.execution(workspace, app, user);
    }

    public TestIssuer.Token member(String user) {
        return issuer.member(workspace, user);
    }

    public TestIssuer.Token admin() {
        return issuer.admin(workspace, "grace");
    }

    public TestIssuer.Token developer() {
        return issuer.developer(app);
    }

    public TestIssuer.Token worker() {
        return issuer.worker("worker-1");
    }

    public TestIssuer.Token operator() {
        return issuer.operator("operator-1");
    }

    public static RequestSpecification as(TestIssuer.Token token) {
        return given().header("Authorization", token.bearer()).contentType(ContentType.JSON);
    }

    public Office offersSecret(String owner) {
        define(owner, new JsonObject().put("type", "secret")).statusCode(201);
        return this;
    }

    public Office offersOAuth2(String owner) {
        vault.provider().register(Client.confidential(app, "client-s3cret"));
        define(owner, oauth2()).statusCode(201);
        return this;
    }

    public ValidatableResponse define(String owner, JsonObject definition) {
        return as(developer())
                .body(definition.encode())
                .put("/v1/definitions/" + owner)
                .then();
    }

    public JsonObject oauth2() {
        var provider = vault.provider();
        var settings = new JsonObject()
                .put("authorization_url", provider.uri(Endpoint.AUTHORIZATION).toString())
                .put("token_url", provider.uri(Endpoint.TOKEN).toString())
                .put("revocation_url", provider.uri(Endpoint.REVOCATION).toString())
                .put("client_authentication", "basic")
                .put("scopes", new JsonArray().add("mail.read").add("mail.send"));
        return new JsonObject()
                .put("type", "oauth2")
                .put("settings", settings)
                .put("client_id", app)
                .put("client_secret", "client-s3cret");
    }

    public ValidatableResponse putSecret(TestIssuer.Token person, String owner, String value) {
        return as(person)
                .body(new JsonObject().put("value", value).encode())
                .put("/v1/apps/" + app + "/connections/" + owner + "/secret")
                .then();
    }

    /** App code asks, with parameters such as {@code min_ttl=5}. */
    public ValidatableResponse lookUp(String owner, String user, String... parameters) {
        return lookUp(execution(user), owner, parameters);
    }

    public ValidatableResponse lookUp(TestIssuer.Token execution, String owner, String... parameters) {
        return as(execution)
                .urlEncodingEnabled(false)
                .get("/v1/lookup/" + owner + "-connection" + (parameters.length == 0 ? "" : "?")
                        + String.join("&", parameters))
                .then();
    }

    /** A value as the connect flow would store it: {@code access-of-<user>}, with the scope mail.read. */
    public Connection connect(String user, Duration age, Duration lifetime, boolean renewable) {
        var key = new ConnectionKey(new Tenant(alias, workspace), app, Owner.user(user));
        var obtained = Instant.now().minus(age);
        var refresh = renewable ? Optional.of(Secret.ofUtf8("refresh-of-" + user)) : Optional.<Secret>empty();
        var validity = new Validity(
                obtained,
                Optional.of(lifetime),
                renewable ? Optional.of(obtained.plus(lifetime.multipliedBy(2))) : Optional.empty());
        var definitions = Arc.container().instance(Definitions.class).get();
        var connecting = Arc.container().instance(Connecting.class).get();
        try {
            return VertxContextSupport.subscribeAndAwait(() -> definitions
                    .find(alias, app, key.owner().kind())
                    .flatMap(found -> connecting.connect(
                            key,
                            found.orElseThrow(),
                            user,
                            Secret.ofUtf8("access-of-" + user),
                            refresh,
                            List.of("mail.read"),
                            validity)));
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** Rows of the vault's database, by column. */
    public List<Map<String, Object>> query(String sql, Object... parameters) {
        try (var session = vault.sql();
                var statement = session.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            var rows = new ArrayList<Map<String, Object>>();
            for (var found = statement.executeQuery(); found.next(); ) {
                var row = new LinkedHashMap<String, Object>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.put(found.getMetaData().getColumnName(i), found.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What somebody with the database in their hands may do: changes exactly one row. */
    public void tamper(String sql, Object... parameters) {
        try (var session = vault.sql();
                var statement = session.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            assertThat(statement.executeUpdate()).isOne();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
