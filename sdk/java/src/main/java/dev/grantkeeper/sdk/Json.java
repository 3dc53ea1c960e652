package dev.grantkeeper.sdk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what the vault answers. Faults never quote what was read. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Object OF_NO_USE = new Object();

    private final Map<String, Object> fields;

    private Json(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** @throws IllegalArgumentException unless it is one JSON object */
    static Json read(String text) {
        try (var parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notAnObject();
            }
            var object = object(parser);
            if (parser.nextToken() != null) {
                throw notAnObject();
            }
            return object;
        } catch (IOException malformed) {
            throw notAnObject();
        }
    }

    /** Empty for what is absent or no text. */
    String text(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    /** @throws IllegalArgumentException unless there is one */
    long number(String name) {
        if (fields.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(name + " is no number");
    }

    /** Empty for what is absent. */
    Json object(String name) {
        return fields.get(name) instanceof Json object ? object : new Json(Map.of());
    }

    List<String> texts(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** Its fields that are texts. */
    Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        fields.forEach((name, value) -> {
            if (value instanceof String text) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    private static Json object(JsonParser parser) throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return new Json(fields);
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                var items = new ArrayList<Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            default -> OF_NO_USE;
        };
    }

    private static IllegalArgumentException notAnObject() {
        return new IllegalArgumentException("no JSON object");
    }
}
