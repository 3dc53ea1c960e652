package dev.grantkeeper.sdk;

/** The access token is good, and does not entitle to this. */
public final class Forbidden extends GrantkeeperException {

    private static final long serialVersionUID = 1L;

    Forbidden(String message) {
        super("FORBIDDEN", message);
    }
}
