package dev.grantkeeper.system.caller;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/**
 * A person must authenticate, or no longer has to, as streams and the topic tell it.
 *
 * @param owner {@code user:ada} or {@code workspace:acme}
 * @param state {@code open} or {@code resolved}
 */
public record Prompt(String id, String tenant, String app, String owner, String state, String reason, URI link) {

    static Prompt read(JsonNode data) {
        return new Prompt(
                data.path("prompt_id").asText(),
                data.path("tenant").asText(),
                data.path("app").asText(),
                data.at("/owner/type").asText() + ":" + data.at("/owner/id").asText(),
                data.path("state").asText(),
                data.path("reason").asText(),
                URI.create(data.path("connect_url").asText("")));
    }

    public boolean isOpen() {
        return state.equals("open");
    }

    public boolean isResolved() {
        return state.equals("resolved");
    }
}
