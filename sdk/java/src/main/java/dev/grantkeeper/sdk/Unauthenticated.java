package dev.grantkeeper.sdk;

/** The vault does not accept the execution's access token: it has expired, or is meant for somebody else. */
public final class Unauthenticated extends GrantkeeperException {

    private static final long serialVersionUID = 1L;

    Unauthenticated(String message) {
        super("UNAUTHENTICATED", message);
    }
}
