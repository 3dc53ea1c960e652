package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.VaultAddress;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.event.Event;
import dev.grantkeeper.vault.event.Topic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** Prompts as front ends and the topic see them: contracts/grantkeeper/events/auth-required.schema.json. */
@ApplicationScoped
class PromptEvents {

    private static final String HIDDEN_BY = "hidden_by";

    private final VaultAddress address;

    PromptEvents(VaultAddress address) {
        this.address = address;
    }

    Event event(Shown shown) {
        return Event.of(Topic.AUTH_REQUIRED, topicKey(shown.prompt().key()), json(shown));
    }

    Event tombstone(ConnectionKey key) {
        return Event.tombstone(Topic.AUTH_REQUIRED, topicKey(key));
    }

    URI connectUrl(Prompt prompt) {
        return address.resolve("/connect/" + prompt.id());
    }

    /** As a reader sees what the topic says: of who put it aside, that person's own part alone. */
    static JsonObject forReader(JsonObject event, String user) {
        var hidings = event.getJsonArray(HIDDEN_BY);
        if (hidings == null) {
            return event;
        }
        var json = event.copy();
        json.remove(HIDDEN_BY);
        hidings.stream()
                .map(JsonObject.class::cast)
                .filter(hiding -> user.equals(hiding.getString("user")))
                .map(own -> own.copy())
                .peek(own -> own.remove("user"))
                .forEach(json::mergeIn);
        return json;
    }

    JsonObject json(Shown shown, String user) {
        return forReader(json(shown), user);
    }

    private JsonObject json(Shown shown) {
        var prompt = shown.prompt();
        var key = prompt.key();
        var open = prompt.resolvedAt().isEmpty();
        var json = new JsonObject()
                .put("prompt_id", prompt.id().toString())
                .put("tenant", key.tenant().toString())
                .put("app", key.app())
                .put(
                        "owner",
                        new JsonObject()
                                .put("type", key.owner().kind().word())
                                .put("id", key.owner().id()))
                .put("state", open ? "open" : "resolved")
                .put("reason", prompt.reason().word())
                .put("opened_at", prompt.openedAt().toString());
        shown.offered().ifPresent(offered -> {
            offered.name().ifPresent(name -> json.put("name", name));
            json.put("type", offered.type());
        });
        if (open) {
            json.put("connect_url", connectUrl(prompt).toString());
        }
        if (!shown.hidings().isEmpty()) {
            json.put(
                    HIDDEN_BY,
                    new JsonArray(
                            shown.hidings().stream().map(PromptEvents::json).toList()));
        }
        prompt.resolvedAt().ifPresent(at -> json.put("resolved_at", at.toString()));
        prompt.resolvedBy().ifPresent(user -> json.put("resolved_by", user));
        return json;
    }

    private static JsonObject json(Hiding hiding) {
        var json = new JsonObject().put("user", hiding.user());
        return hiding.until()
                .map(until -> json.put("snoozed_until", until.toString()))
                .orElseGet(() -> json.put("dismissed", true));
    }

    /** {@code issuer/workspace/app/owner kind/owner id}: no part has a slash in it. */
    private static String topicKey(ConnectionKey key) {
        return String.join(
                "/",
                key.tenant().toString(),
                key.app(),
                key.owner().kind().word(),
                key.owner().id());
    }
}
