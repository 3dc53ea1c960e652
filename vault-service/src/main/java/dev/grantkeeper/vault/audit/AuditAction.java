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
    DEAD_LETTER_REPLAYED,
    PROVIDER_LIMITS_CHANGED,
    PROVIDER_RESUMED,
    CAUTIOUS_MODE_BEGUN,
    CAUTIOUS_MODE_ENDED,
    OFFBOARDING_BEGUN,
    OFFBOARDING_ENDED,
    HOOK_CHANGED,
    HOOK_SECRET_ROTATED,
    HOOK_DELETED,
    REFUSED_BY_APP;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
