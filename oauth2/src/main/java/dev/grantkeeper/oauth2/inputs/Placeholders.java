package dev.grantkeeper.oauth2.inputs;

import dev.grantkeeper.oauth2.InvalidSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts values where settings have {@code {name}}; what has no value stays as it is. */
public record Placeholders(Map<String, String> values) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    public JsonObject fill(JsonObject settings) {
        JsonObject filled = new JsonObject();
        settings.forEach(entry -> filled.put(entry.getKey(), fill(entry.getValue())));
        return filled;
    }

    private Object fill(Object value) {
        if (value instanceof JsonObject object) {
            return fill(object);
        }
        if (value instanceof JsonArray array) {
            JsonArray filled = new JsonArray();
            array.forEach(entry -> filled.add(fill(entry)));
            return filled;
        }
        return value instanceof String text ? fill(text) : value;
    }

    private String fill(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /** @throws InvalidSettings naming the field with a placeholder that is no input, or that could name a foreign host */
    public static void check(String path, Object value, Set<String> inputs) {
        if (value instanceof JsonObject object) {
            object.forEach(entry -> check(path + "." + entry.getKey(), entry.getValue(), inputs));
        } else if (value instanceof JsonArray array) {
            array.forEach(entry -> check(path, entry, inputs));
        } else if (value instanceof String text) {
            check(path, text, inputs);
        }
    }

    private static void check(String path, String text, Set<String> inputs) {
        PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).forEach(name -> {
            if (!inputs.contains(name)) {
                throw new InvalidSettings(
                        path, path + " has {" + name + "}, which is not among the inputs; declare it");
            }
        });
        if (text.contains("{")) {
            OpenAddress.check(path, text);
        }
    }
}
