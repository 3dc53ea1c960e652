package dev.grantkeeper.system.caller;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Lookups over HTTP. */
public final class LookupRest implements Lookup {

    private final Http http = new Http();
    private final URI vault;
    private final String query;

    /** Leaves it to the vault how long a value must still be good. */
    public LookupRest(URI vault) {
        this.vault = vault;
        this.query = "";
    }

    /** @param minTtl in whole seconds */
    public LookupRest(URI vault, Duration minTtl) {
        this.vault = vault;
        this.query = "?min_ttl=" + minTtl.toSeconds();
    }

    @Override
    public Looked user(String executionToken) {
        return ask("/v1/lookup/user-connection", executionToken);
    }

    @Override
    public Looked workspace(String executionToken) {
        return ask("/v1/lookup/workspace-connection", executionToken);
    }

    @Override
    public String protocol() {
        return "REST";
    }

    private Looked ask(String path, String token) {
        var answer = http.get(vault.resolve(path + query), "Bearer " + token);
        return answer.status() == 200 ? served(answer) : refused(answer);
    }

    private static Looked served(Answer answer) {
        return new Looked.Served(
                answer.text("id"),
                answer.text("value"),
                answer.text("owned_by.type") + ":" + answer.text("owned_by.id"),
                answer.body().has("expires_at") ? Instant.parse(answer.text("expires_at")) : null,
                answer.body().get("generation").asLong());
    }

    private static Looked refused(Answer answer) {
        var details = new TreeMap<String, String>();
        for (String name : new String[] {"prompt_id", "connect_url", "cause"}) {
            JsonNode detail = answer.body().path(name);
            if (detail.isTextual()) {
                details.put(name, detail.asText());
            }
        }
        return new Looked.Refused(answer.body().path("reason").asText(answer.toString()), Map.copyOf(details));
    }
}
