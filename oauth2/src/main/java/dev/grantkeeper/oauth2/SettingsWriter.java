package dev.grantkeeper.oauth2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes what is there, always in the same order: what is stored is compared with what comes as text. */
final class SettingsWriter {
    private final JsonObject json = new JsonObject();

    JsonObject json() {
        return json;
    }

    void put(String field, Object value) {
        json.put(field, value);
    }

    void put(String field, JsonObject object) {
        if (!object.isEmpty()) {
            json.put(field, object);
        }
    }

    void put(String field, Map<String, String> entries) {
        put(field, new JsonObject(new LinkedHashMap<>(entries)));
    }

    void putSet(String field, Set<String> names) {
        if (!names.isEmpty()) {
            json.put(field, new JsonArray(names.stream().sorted().toList()));
        }
    }

    void putUrl(String field, Optional<URI> url) {
        url.ifPresent(present -> json.put(field, present.toString()));
    }

    void putSeconds(String field, Optional<Duration> time) {
        time.ifPresent(present -> json.put(field, present.toSeconds()));
    }

    <T> void put(String field, Map<String, T> choices, T choice) {
        json.put(
                field,
                choices.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(choice))
                        .findFirst()
                        .orElseThrow()
                        .getKey());
    }
}
