package dev.grantkeeper.vault.prompt;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What one reader was told. Snapshots come from the database, changes a while later over Kafka: after a snapshot there are
 * changes that it knew of already. For one reader, one thing after the other.
 */
final class Told {

    /** Longer than any transaction: the database ends those that nobody goes on with after 30 s. */
    private static final Duration COMMITTED_WITHIN = Duration.ofMinutes(1);

    private final Map<String, JsonObject> open = new HashMap<>();
    /** By connection: of its prompts, the next is opened after the one before was resolved. */
    private final Map<String, JsonObject> newest = new HashMap<>();

    private Instant lookedAt = Instant.MIN;

    /** @param at before it was taken */
    void snapshot(JsonArray prompts, Instant at) {
        open.clear();
        newest.clear();
        prompts.stream().map(JsonObject.class::cast).forEach(prompt -> {
            open.put(id(prompt), prompt);
            newest.put(connection(prompt), prompt);
        });
        lookedAt = at;
    }

    /** Whether the reader has to be told. When in doubt it is: of two evils, a prompt for a moment is the lesser one. */
    boolean isNews(JsonObject prompt) {
        if (wasFollowed(prompt)) {
            return false;
        }
        newest.put(connection(prompt), prompt);
        if (!prompt.getString("state").equals("open")) {
            return open.remove(id(prompt)) != null || !openedAt(prompt).isBefore(lookedAt);
        }
        var before = open.get(id(prompt));
        if (before == null && wasResolvedBeforeTheSnapshot(prompt)) {
            return false;
        }
        open.put(id(prompt), prompt);
        return before == null || !withoutTime(before).equals(withoutTime(prompt));
    }

    /** By another that the reader knows of, so that it would see both side by side. */
    private boolean wasFollowed(JsonObject prompt) {
        var known = newest.get(connection(prompt));
        return known != null && !id(known).equals(id(prompt)) && openedAt(known).isAfter(openedAt(prompt));
    }

    /** One that opened just before it may have been committed only after it. */
    private boolean wasResolvedBeforeTheSnapshot(JsonObject prompt) {
        return openedAt(prompt).plus(COMMITTED_WITHIN).isBefore(lookedAt);
    }

    private static String id(JsonObject prompt) {
        return prompt.getString("prompt_id");
    }

    /** As a reader may tell it from others of the workspace; no part has a slash in it. */
    private static String connection(JsonObject prompt) {
        var owner = prompt.getJsonObject("owner");
        return prompt.getString("app") + "/" + owner.getString("type") + "/" + owner.getString("id");
    }

    /** A prompt opens once; the database rounds when that was. */
    private static JsonObject withoutTime(JsonObject prompt) {
        var rest = prompt.copy();
        rest.remove("opened_at");
        return rest;
    }

    private static Instant openedAt(JsonObject prompt) {
        return Instant.parse(prompt.getString("opened_at"));
    }
}
