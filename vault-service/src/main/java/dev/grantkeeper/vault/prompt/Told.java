package dev.grantkeeper.vault.prompt;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which prompts one reader was told of. A snapshot is ahead of the events that tell how it came about: without this a reader would
 * see the prompt before beside the one that is open now.
 */
final class Told {

    /**
     * Which prompt it is of its connection's.
     *
     * @param connection as a reader may tell it from others of the workspace
     */
    record Place(String connection, Instant openedAt) {

        /** Throws a RuntimeException for what is no prompt. */
        static Place of(JsonObject prompt) {
            var owner = prompt.getJsonObject("owner");
            // No part has a slash in it.
            var connection = prompt.getString("app") + "/" + owner.getString("type") + "/" + owner.getString("id");
            return new Place(connection, Instant.parse(prompt.getString("opened_at")));
        }
    }

    /** Of one connection's prompts the next is opened after the one before was resolved. */
    private final Map<String, Instant> opened = new HashMap<>();

    synchronized void snapshot(JsonArray prompts) {
        opened.clear();
        prompts.forEach(prompt -> isNews(Place.of((JsonObject) prompt)));
    }

    /** False for what is said of a prompt that was followed by another the reader knows of. */
    synchronized boolean isNews(Place place) {
        return !opened.merge(place.connection, place.openedAt, Told::later).isAfter(place.openedAt);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
