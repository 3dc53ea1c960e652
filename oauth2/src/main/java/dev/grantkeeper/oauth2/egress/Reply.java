package dev.grantkeeper.oauth2.egress;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** What came of one {@link Request}. Its reasons are of a closed vocabulary. */
public sealed interface Reply {

    /** @throws IllegalStateException saying in a word what this is, unless it is a JSON object with status 200 */
    default JsonObject json() {
        if (!(this instanceof Complete complete)) {
            throw new IllegalStateException(reason());
        }
        if (complete.status != 200) {
            throw new IllegalStateException("status_" + complete.status);
        }
        try {
            return new JsonObject(complete.body);
        } catch (DecodeException | ClassCastException notAnObject) {
            throw new IllegalStateException("not_a_json_object");
        }
    }

    private String reason() {
        if (this instanceof CutShort cut) {
            return cut.reason;
        }
        if (this instanceof NotSent unsent) {
            return unsent.reason;
        }
        return this instanceof Lost lost ? lost.reason : "address_not_allowed";
    }

    record Complete(int status, MultiMap headers, Buffer body) implements Reply {}

    /** Status and headers came, the body not entirely. */
    record CutShort(int status, MultiMap headers, String reason) implements Reply {}

    /** Nothing was written: no later packet can make the provider act. */
    record NotSent(String reason) implements Reply {}

    /** Nothing was written, for the host must not be called. */
    record Forbidden() implements Reply {}

    /** At least a part may have been written, and no status came. */
    record Lost(String reason) implements Reply {}
}
