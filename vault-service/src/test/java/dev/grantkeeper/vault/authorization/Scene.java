package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.authorization.Client;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.vault.TestVault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** One app in one workspace, and a provider at which people connect it. */
final class Scene {

    static final String PUBLIC_URL = "http://127.0.0.1:8480";

    final TestVault vault;
    final String workspace;
    final String app = "app-" + UUID.randomUUID();
    private final URI address;

    Scene(TestVault vault, URI address) {
        this(vault, address, "acme-" + UUID.randomUUID());
    }

    private Scene(TestVault vault, URI address, String workspace) {
        this.vault = vault;
        this.address = address;
        this.workspace = workspace;
    }

    /** Another app that the people of the same workspace use, with a client of its own at the same provider. */
    Scene anotherApp() {
        return new Scene(vault, address, workspace);
    }

    Browser browser() {
        return new Browser(address);
    }

    String member(String user) {
        return vault.issuer().member(workspace, user).bearer();
    }

    String admin(String user) {
        return vault.issuer().admin(workspace, user).bearer();
    }

    String redirectUri() {
        return PUBLIC_URL + "/callback/platform/" + app;
    }

    /** The app's developer defines an OAuth 2.0 connection, and its client is registered at the provider. */
    Scene offering(String owner) {
        vault.provider().register(Client.confidential(app, "s3cret", redirectUri()));
        return offering(owner, oauth2());
    }

    Scene offering(String owner, JsonObject definition) {
        var answer = browser()
                .put("/v1/definitions/" + owner, vault.issuer().developer(app).bearer(), definition);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return this;
    }

    JsonObject oauth2() {
        var provider = vault.provider();
        var settings = new JsonObject()
                .put("authorization_url", provider.uri(Endpoint.AUTHORIZATION).toString())
                .put("token_url", provider.uri(Endpoint.TOKEN).toString())
                .put("issuer", provider.issuer().toString())
                .put("client_authentication", "basic")
                .put("pkce", true)
                .put("scopes", new JsonArray().add("mail.read").add("mail.send"));
        return new JsonObject()
                .put("type", "oauth2")
                .put("settings", settings)
                .put("client_id", app)
                .put("client_secret", "s3cret");
    }

    String authorizationPath(String owner) {
        return "/v1/apps/" + app + "/connections/" + owner + "/authorization";
    }

    /** The person's front end begins an authorization in their browser; answers where the provider is to be found. */
    String begin(Browser browser, String bearer, String owner) {
        return begin(browser, bearer, owner, new JsonObject());
    }

    String begin(Browser browser, String bearer, String owner, JsonObject request) {
        var answer = browser.post(authorizationPath(owner), bearer, request.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body()).getString("authorization_url");
    }

    /** The person agrees at the provider; answers the address it sends them back to. */
    String agree(String authorizationUrl) {
        var answer = new Browser(URI.create(authorizationUrl)).visit(authorizationUrl);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return location(answer);
    }

    /** From the front end to the page in the end. */
    HttpResponse<String> connect(Browser browser, String bearer, String owner) {
        return browser.visit(agree(begin(browser, bearer, owner)));
    }

    /** App code asks for the user's connection, or the workspace's. */
    HttpResponse<String> lookUp(String owner, String user) {
        var bearer = vault.issuer().execution(workspace, app, user).bearer();
        return browser().get("/v1/lookup/" + owner + "-connection", bearer);
    }

    JsonObject connected(String owner, String user) {
        var answer = lookUp(owner, user);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    void assertNotConnected(String owner, String user) {
        assertThat(new JsonObject(lookUp(owner, user).body()).getString("reason"))
                .isEqualTo("AUTH_REQUIRED");
    }

    /** One value out of the vault's database. */
    Object sql(String query, Object... parameters) {
        try (var connection = vault.sql();
                var statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.execute() ? first(statement.getResultSet()) : statement.getUpdateCount();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object first(ResultSet rows) throws SQLException {
        return rows.next() ? rows.getObject(1) : null;
    }

    static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    static Map<String, String> query(String address) {
        return Arrays.stream(URI.create(address).getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
