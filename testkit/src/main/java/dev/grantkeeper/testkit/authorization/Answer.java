package dev.grantkeeper.testkit.authorization;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

record Answer(int status, Map<String, String> headers, Buffer body) {

    static Answer json(int status, JsonObject body) {
        return new Answer(
                status,
                Map.of("Content-Type", "application/json", "Cache-Control", "no-store"),
                Buffer.buffer(body.encode()));
    }

    /** RFC 6749 section 5.2. */
    static Answer error(int status, String error, String description) {
        return json(status, new JsonObject().put("error", error).put("error_description", description));
    }

    static Answer text(int status, String body) {
        return new Answer(status, Map.of("Content-Type", "text/plain"), Buffer.buffer(body));
    }

    static Answer html(int status, String words) {
        String page = "<!doctype html><html><head><title>" + words + "</title></head><body>" + words + "</body></html>";
        return text(status, page).with("Content-Type", "text/html; charset=utf-8");
    }

    static Answer redirect(int status, String location) {
        return new Answer(status, Map.of("Location", location), Buffer.buffer());
    }

    Answer with(String header, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Answer(status, all, body);
    }
}
