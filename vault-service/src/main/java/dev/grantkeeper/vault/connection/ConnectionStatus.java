package dev.grantkeeper.vault.connection;

import java.util.Locale;

/** Where a connection stands. */
public enum ConnectionStatus {
    CONNECTED,
    /** The grant is dead; its envelopes are kept, for a late outcome may still revive it. */
    AUTH_REQUIRED,
    /** Values erased; the id and the count of generations remain. */
    DISCONNECTED;

    /** The word used in the API and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
