package dev.grantkeeper.sdk;

/** The app offers no such connection: its developer has to define one. */
public final class NotConfigured extends GrantkeeperException {

    private static final long serialVersionUID = 1L;

    NotConfigured(String message) {
        super("NOT_CONFIGURED", message);
    }
}
