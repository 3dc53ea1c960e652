package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Instant;
import java.util.Optional;

/**
 * A refresh token was presented to the provider.
 *
 * @param lease with which; empty if none explains it
 */
record Presentation(TokenCall call, Optional<Lease> lease) {

    Instant at() {
        return call.arrivedAt();
    }

    int serial() {
        return call.presented().orElseThrow();
    }

    /** Whether what the provider issued was in the vault's hands at that time. */
    boolean isStoredAt(Instant time) {
        return lease.filter(known -> known.isStoredAt(time)).isPresent();
    }

    /** Whether the vault could take it that nobody waits for this answer any more. */
    boolean isOverAt(Instant time) {
        return lease.filter(known -> known.isOverAt(time)).isPresent();
    }
}
