package dev.grantkeeper.system.caller;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An HTTP answer. Says its status and, of an error, the body: an error never carries a secret.
 *
 * @param body missing when there is none, or it is not JSON
 */
public record Answer(String call, int status, JsonNode body) {

    /** @throws IllegalStateException unless the status is this */
    public Answer expect(int expected) {
        if (status != expected) {
            throw new IllegalStateException(this + " instead of " + expected);
        }
        return this;
    }

    /** A text of the body. @throws IllegalStateException when it is not there */
    public String text(String field) {
        var value = body.at(pointer(field));
        if (!value.isValueNode() || value.isNull()) {
            throw new IllegalStateException(call + " answered without " + field);
        }
        return value.asText();
    }

    private static String pointer(String field) {
        return "/" + field.replace('.', '/');
    }

    @Override
    public String toString() {
        return call + " answered " + status + (status >= 400 ? " " + body : "");
    }
}
