package dev.grantkeeper.system.caller;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;

/** Who runs the vault: sees how providers are called, and sets how often. */
public final class Operator {

    private static final int MOST = 200;

    private final Http http = new Http();
    private final URI vault;
    private final String authorization;

    public Operator(URI vault, String operatorToken) {
        this.vault = vault;
        this.authorization = "Bearer " + operatorToken;
    }

    /**
     * Limits how the provider of this app is called.
     *
     * @param rate renewals a second
     * @param burst how many of them may come together
     * @param concurrency how many may be under way
     */
    public void limit(String app, int rate, int burst, int concurrency) {
        http.sendJson(
                        "PUT",
                        vault.resolve("/v1/provider-clients/" + id(app) + "/limits"),
                        authorization,
                        Map.of("rate", rate, "burst", burst, "concurrency", concurrency))
                .expect(200);
    }

    private String id(String app) {
        for (JsonNode client : http.get(vault.resolve("/v1/provider-clients?limit=" + MOST), authorization)
                .expect(200)
                .body()
                .path("provider_clients")) {
            if (client.path("app").asText().equals(app)) {
                return client.path("id").asText();
            }
        }
        throw new IllegalStateException("no provider client of app " + app);
    }
}
