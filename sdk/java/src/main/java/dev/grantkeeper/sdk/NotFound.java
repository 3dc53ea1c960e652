package dev.grantkeeper.sdk;

/** There is no connection by that id which this execution may look up. */
public final class NotFound extends GrantkeeperException {

    private static final long serialVersionUID = 1L;

    NotFound(String message) {
        super("NOT_FOUND", message);
    }
}
