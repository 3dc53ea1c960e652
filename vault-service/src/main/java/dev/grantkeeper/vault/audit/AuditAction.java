package dev.grantkeeper.vault.audit;

import java.util.Locale;

/** What is written down. */
public enum AuditAction {
    VALUE_REVEALED,
    REFRESH_LEASED,
    VALUE_REPORTED_REJECTED,
    CONNECTED,
    RENEWED,
    RENEWAL_FAILED,
    DISCONNECTED,
    DEFINITION_CHANGED,
    DEAD_LETTER_REPLAYED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
