package dev.grantkeeper.vault.prompt;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody put a prompt aside, for themselves alone.
 *
 * @param until when they want to see it again; empty where they dismissed it: when app code needs them again
 */
record Hiding(String user, Instant at, Optional<Instant> until) {

    boolean isDismissal() {
        return until.isEmpty();
    }
}
