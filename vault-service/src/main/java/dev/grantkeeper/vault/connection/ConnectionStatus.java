package dev.grantkeeper.vault.connection;

/** In the database by its name in small letters. */
public enum ConnectionStatus {
    CONNECTED,
    /** The grant is dead; its envelopes are kept, for a late outcome may still revive it. */
    AUTH_REQUIRED,
    /** Values erased; the id and the count of generations remain. */
    DISCONNECTED
}
