package dev.grantkeeper.oauth2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A JSON object read field by field; every fault is an {@link InvalidSettings} naming the field by its whole path. */
public final class JsonFields {
    private final JsonObject json;
    private final String prefix;

    private JsonFields(JsonObject json, String prefix) {
        this.json = json;
        this.prefix = prefix;
    }

    /** @throws InvalidSettings if there is a field that is not among the known */
    public static JsonFields of(JsonObject json, Set<String> known) {
        return of(json, "", known);
    }

    private static JsonFields of(JsonObject json, String prefix, Set<String> known) {
        json.fieldNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> unknown(prefix, name, known));
        return new JsonFields(json, prefix);
    }

    public Optional<JsonFields> object(String field, Set<String> known) {
        return value(field, JsonObject.class, "an object").map(object -> of(object, name(field) + ".", known));
    }

    /** An object that is read elsewhere. */
    public Optional<JsonObject> json(String field) {
        return value(field, JsonObject.class, "an object");
    }

    /** A list of objects, each with these fields. */
    public List<JsonFields> objects(String field, Set<String> known) {
        List<JsonFields> objects = new ArrayList<>();
        for (Object entry : value(field, JsonArray.class, "a list").orElse(new JsonArray())) {
            String prefixed = name(field) + "." + objects.size() + ".";
            objects.add(of(typed(field, entry, JsonObject.class, "a list of objects"), prefixed, known));
        }
        return objects;
    }

    public String requiredText(String field) {
        return text(field)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new InvalidSettings(name(field), name(field) + " is required; add it"));
    }

    public LocalDate requiredDate(String field) {
        try {
            return LocalDate.parse(requiredText(field));
        } catch (DateTimeException malformed) {
            throw new InvalidSettings(name(field), name(field) + " must be a date, such as 2026-11-24");
        }
    }

    public Optional<String> text(String field) {
        return value(field, String.class, "a string");
    }

    public Optional<Boolean> flag(String field) {
        return value(field, Boolean.class, "true or false");
    }

    public URI required(String field) {
        return url(field)
                .orElseThrow(() -> new InvalidSettings(
                        name(field), name(field) + " is required; take it from the provider's documentation"));
    }

    public Optional<URI> url(String field) {
        return text(field).map(text -> {
            try {
                return new URI(text);
            } catch (URISyntaxException malformed) {
                throw new InvalidSettings(
                        name(field), name(field) + " is not a URL; write it like https://provider.example/oauth");
            }
        });
    }

    <T> Optional<T> choice(String field, Map<String, T> choices) {
        return text(field).map(text -> {
            if (!choices.containsKey(text)) {
                throw new InvalidSettings(
                        name(field), name(field) + " must be one of: " + String.join(", ", choices.keySet()));
            }
            return choices.get(text);
        });
    }

    Optional<Duration> seconds(String field) {
        return value(field, Number.class, "a whole number of seconds").map(number -> {
            if (number.doubleValue() != number.longValue() || number.longValue() < 0) {
                throw new InvalidSettings(name(field), name(field) + " must be a whole number of seconds");
            }
            return Duration.ofSeconds(number.longValue());
        });
    }

    public Optional<List<String>> list(String field) {
        return value(field, JsonArray.class, "a list of strings").map(array -> array.stream()
                .map(entry -> typed(field, entry, String.class, "a list of strings"))
                .toList());
    }

    Optional<Map<String, String>> map(String field) {
        return value(field, JsonObject.class, "an object of strings").map(object -> {
            Map<String, String> entries = new LinkedHashMap<>();
            object.forEach(entry ->
                    entries.put(entry.getKey(), typed(field, entry.getValue(), String.class, "an object of strings")));
            return entries;
        });
    }

    /** Text, a number or a truth value, as the text that stands for it. */
    Optional<String> scalar(String field) {
        return Optional.ofNullable(json.getValue(field)).map(value -> {
            if (value instanceof JsonObject || value instanceof JsonArray) {
                throw new InvalidSettings(name(field), name(field) + " must be a string, a number, true or false");
            }
            return value.toString();
        });
    }

    private String name(String field) {
        return prefix + field;
    }

    private <T> Optional<T> value(String field, Class<T> type, String shape) {
        return json.containsKey(field)
                ? Optional.of(typed(field, json.getValue(field), type, shape))
                : Optional.empty();
    }

    private <T> T typed(String field, Object value, Class<T> type, String shape) {
        if (!type.isInstance(value)) {
            throw new InvalidSettings(name(field), name(field) + " must be " + shape);
        }
        return type.cast(value);
    }

    private static void unknown(String prefix, String name, Set<String> known) {
        String shown = prefix + (name.length() > 64 ? name.substring(0, 64) : name);
        throw new InvalidSettings(
                shown,
                shown + " is not a setting here; known are: "
                        + known.stream().sorted().collect(Collectors.joining(", ")));
    }
}
