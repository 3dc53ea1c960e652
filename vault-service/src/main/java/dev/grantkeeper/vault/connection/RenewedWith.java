package dev.grantkeeper.vault.connection;

import java.util.Locale;

/** What a connection's next value is asked for with. */
public enum RenewedWith {
    /** What a person's authorization brought. */
    REFRESH_TOKEN,
    /** The app's client at the provider, and nothing else (RFC 6749 section 4.4). */
    APP_CLIENT,
    /** A client of the owner's own, which is all that they entrusted. */
    OWNER_CLIENT;

    /** The word used in the database. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RenewedWith ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
