package dev.grantkeeper.oauth2;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** What came of one HTTP request. */
sealed interface Reply {
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
