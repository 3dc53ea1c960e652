package dev.grantkeeper.system.caller;

import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.Credentials;
import dev.grantkeeper.testkit.authorization.Client;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who defines what apps offer to their users, and makes them known to the providers. */
public final class Developer {

    private final Cluster cluster;

    public Developer(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Makes the app a client of the provider, under the app's own name, and defines a user connection with it.
     *
     * @param more settings of the definition besides its endpoints, for instance {@code rotation}
     * @throws IllegalStateException if the vault refuses the definition
     */
    public void define(String app, ScriptableAuthorizationServer provider, Map<String, ?> more) {
        String secret = Credentials.randomText();
        provider.register(Client.confidential(app, secret, cluster.redirectUri(app)));
        var settings = new LinkedHashMap<String, Object>();
        settings.put("authorization_url", provider.uri(Endpoint.AUTHORIZATION).toString());
        settings.put("token_url", provider.uri(Endpoint.TOKEN).toString());
        settings.put("revocation_url", provider.uri(Endpoint.REVOCATION).toString());
        settings.put("scopes", List.of("read"));
        settings.putAll(more);
        define(app, app, secret, settings);
    }

    /**
     * Defines a user connection with a provider of any kind.
     *
     * @throws IllegalStateException if the vault refuses the definition
     */
    public void define(String app, String clientId, String clientSecret, Map<String, ?> settings) {
        var dashboard =
                new FrontEnd(cluster.vaults().get(0).address(), cluster.issuer().developer(app));
        var answer = dashboard.define(
                "user",
                Map.of(
                        "type", "oauth2",
                        "settings", settings,
                        "client_id", clientId,
                        "client_secret", clientSecret));
        if (answer.status() >= 400) {
            throw new IllegalStateException("the definition of " + app + " was refused: " + answer);
        }
    }
}
