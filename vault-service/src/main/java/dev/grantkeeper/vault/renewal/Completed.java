package dev.grantkeeper.vault.renewal;

import java.util.Locale;

/**
 * What became of a report.
 *
 * @param generation the connection's afterwards
 */
record Completed(Result result, long generation) {

    enum Result {
        APPLIED,
        /** Kept sealed for a day: another refresh token was stored meanwhile, and this one may be the live one. */
        QUARANTINED,
        /** The person has reconnected meanwhile, or the value is newer: erased. */
        DROPPED,
        /** The connection was disconnected meanwhile: the token is revoked at the provider. */
        REVOKED,
        /** No value came of it. */
        NOTED;

        /** The word used in the database and in metrics. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Result ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
