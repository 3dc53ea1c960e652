package dev.grantkeeper.sdk;

/** The request has to be changed; the message names what, and how. */
public final class InvalidRequest extends GrantkeeperException {

    private static final long serialVersionUID = 1L;

    InvalidRequest(String message) {
        super("INVALID", message);
    }
}
