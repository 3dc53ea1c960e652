package dev.grantkeeper.system.caller;

import static dev.grantkeeper.system.caller.Platform.APP;

import java.net.URI;
import java.util.Map;

/** The management calls, as a developer's dashboard and a person's settings page make them. */
public final class FrontEnd {

    private final Http http = new Http();
    private final URI vault;
    private final String authorization;

    public FrontEnd(URI vault, String token) {
        this.vault = vault;
        this.authorization = "Bearer " + token;
    }

    /** @param owner {@code user} or {@code workspace} */
    public Answer define(String owner, Map<String, ?> definition) {
        return http.sendJson("PUT", vault.resolve("/v1/definitions/" + owner), authorization, definition);
    }

    public Answer definitions() {
        return http.get(vault.resolve("/v1/definitions"), authorization);
    }

    public Answer setWorkspaceSecret(String value) {
        return http.sendJson(
                "PUT",
                vault.resolve("/v1/apps/" + APP + "/connections/workspace/secret"),
                authorization,
                Map.of("value", value));
    }

    public Answer connections() {
        return http.get(vault.resolve("/v1/connections"), authorization);
    }

    public Answer disconnect(String connection) {
        return http.send("DELETE", vault.resolve("/v1/connections/" + connection), authorization, null, "");
    }

    public Answer prompts() {
        return http.get(vault.resolve("/v1/prompts"), authorization);
    }
}
