package dev.grantkeeper.vault.connection;

import java.util.Locale;

/** Why a person has to authenticate. */
public enum AuthRequiredReason {
    NEVER_CONNECTED,
    GRANT_REVOKED,
    SCOPES_MISSING,
    OUTCOME_UNKNOWN,
    EXPIRES_SOON,
    EXPIRED,
    REJECTED_BY_SERVICE,
    SETTINGS_CHANGED;

    /** The word used in events and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static AuthRequiredReason ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
