package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.VaultAddress;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.event.Event;
import dev.grantkeeper.vault.event.Topic;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** Prompts as front ends and the topic see them: contracts/grantkeeper/events/auth-required.schema.json. */
@ApplicationScoped
class PromptEvents {

    private final VaultAddress address;

    PromptEvents(VaultAddress address) {
        this.address = address;
    }

    Event event(Prompt prompt) {
        return Event.of(Topic.AUTH_REQUIRED, topicKey(prompt.key()), json(prompt));
    }

    Event tombstone(ConnectionKey key) {
        return Event.tombstone(Topic.AUTH_REQUIRED, topicKey(key));
    }

    URI connectUrl(Prompt prompt) {
        return address.resolve("/connect/" + prompt.id());
    }

    JsonObject json(Prompt prompt) {
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
        if (open) {
            json.put("connect_url", connectUrl(prompt).toString());
        }
        prompt.resolvedAt().ifPresent(at -> json.put("resolved_at", at.toString()));
        prompt.resolvedBy().ifPresent(user -> json.put("resolved_by", user));
        return json;
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
