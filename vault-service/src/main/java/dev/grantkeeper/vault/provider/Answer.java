package dev.grantkeeper.vault.provider;

import dev.grantkeeper.oauth2.Outcome;
import java.util.Locale;
import java.util.Set;

/** What a renewal's outcome says about the provider. */
enum Answer {
    /** It works; a grant that it rejects is between it and the person. */
    GOOD('+'),
    TRANSIENT('t'),
    NOT_SENT('n'),
    UNKNOWN('u'),
    /** While the vault is cautious: the database may hold what was replaced since. */
    REJECTED('r'),
    THROTTLED(' '),
    REFUSED(' '),
    /** The request was not made, and not for the provider's sake. */
    NOTHING(' ');

    private static final Set<String> OF_THE_WORKER =
            Set.of("lease_too_old", "settings_not_usable", "settings_not_json");

    private final char letter;

    Answer(char letter) {
        this.letter = letter;
    }

    static Answer of(Outcome outcome, boolean cautious) {
        if (outcome instanceof Outcome.Renewed) {
            return GOOD;
        }
        if (outcome instanceof Outcome.Rejected) {
            return cautious ? REJECTED : GOOD;
        }
        if (outcome instanceof Outcome.Throttled) {
            return THROTTLED;
        }
        if (outcome instanceof Outcome.Misconfigured) {
            return REFUSED;
        }
        if (outcome instanceof Outcome.Transient passing) {
            return !passing.notSent() ? TRANSIENT : OF_THE_WORKER.contains(passing.reason()) ? NOTHING : NOT_SENT;
        }
        return UNKNOWN;
    }

    boolean isFailure() {
        return this == TRANSIENT || this == NOT_SENT || this == UNKNOWN || this == REJECTED;
    }

    /** As it stands in the window of the last answers. */
    char letter() {
        return letter;
    }

    /** The word operators see. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
