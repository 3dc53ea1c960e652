package dev.grantkeeper.sdk;

/** A user connection was asked for by an execution that no user triggered. Nobody is prompted. */
public final class NoUser extends GrantkeeperException {

    private static final long serialVersionUID = 1L;

    NoUser(String message) {
        super("NO_USER", message);
    }
}
