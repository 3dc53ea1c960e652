package dev.grantkeeper.vault.connection;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Names with texts, as one column has them. */
public final class Texts {

    private Texts() {}

    public static String write(Map<String, String> texts) {
        return new JsonObject(new TreeMap<>(texts)).encode();
    }

    public static Map<String, String> read(String json) {
        var texts = new LinkedHashMap<String, String>();
        new JsonObject(json).forEach(entry -> texts.put(entry.getKey(), (String) entry.getValue()));
        return texts;
    }
}
