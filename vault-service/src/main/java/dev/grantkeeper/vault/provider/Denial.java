package dev.grantkeeper.vault.provider;

import java.util.Locale;

/** Why a provider may not be called now. */
public enum Denial {
    /** It asked for a pause. */
    PAUSED,
    /** It refuses the client. */
    REFUSED,
    /** It fails. */
    BREAKER,
    RATE,
    CONCURRENCY,
    /** It is not known yet whether the database was restored. */
    UNCHECKED;

    /** The word used in metrics. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
