package dev.grantkeeper.oauth2;

/** A callback that answers no authorization request. The message repeats nothing that was sent. */
public final class InvalidCallback extends IllegalArgumentException {
    InvalidCallback(String message) {
        super(message);
    }
}
