package dev.grantkeeper.vault.event;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Something to tell on Kafka as a CloudEvent 1.0; its schema is in contracts. Never carries a secret.
 *
 * @param key orders events: those of one key arrive in the order of their commits
 * @param data empty for a tombstone, which lets a compacted topic forget the key
 */
public record Event(Topic topic, String key, Optional<JsonObject> data) {

    public static Event of(Topic topic, String key, JsonObject data) {
        return new Event(topic, key, Optional.of(data));
    }

    public static Event tombstone(Topic topic, String key) {
        return new Event(topic, key, Optional.empty());
    }
}
