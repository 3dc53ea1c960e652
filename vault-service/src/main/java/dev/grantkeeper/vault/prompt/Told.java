package dev.grantkeeper.vault.prompt;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What one reader was told. Snapshots come from the database, changes a while later over Kafka: after a snapshot there are
 * changes that it knew of already. For one reader, one thing after the other.
 */
final class Told {

    /** What to do about a change. */
    enum Verdict {
        NEWS,
        KNOWN,
        /** Of a prompt that the snapshot should have had, and had not: it was resolved already, or committed late. */
        DOUBTFUL
    }

    private final Map<String, JsonObject> open = new HashMap<>();
    private Instant lookedAt = Instant.MIN;

    /** @param at before it was taken */
    void snapshot(JsonArray prompts, Instant at) {
        open.clear();
        prompts.stream().map(JsonObject.class::cast).forEach(prompt -> open.put(id(prompt), prompt));
        lookedAt = at;
    }

    Verdict change(JsonObject prompt) {
        if (!prompt.getString("state").equals("open")) {
            return open.remove(id(prompt)) == null && openedAt(prompt).isBefore(lookedAt)
                    ? Verdict.KNOWN
                    : Verdict.NEWS;
        }
        if (!open.containsKey(id(prompt)) && openedAt(prompt).isBefore(lookedAt)) {
            return Verdict.DOUBTFUL;
        }
        var before = open.put(id(prompt), prompt);
        return before != null && withoutTime(before).equals(withoutTime(prompt)) ? Verdict.KNOWN : Verdict.NEWS;
    }

    private static String id(JsonObject prompt) {
        return prompt.getString("prompt_id");
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
