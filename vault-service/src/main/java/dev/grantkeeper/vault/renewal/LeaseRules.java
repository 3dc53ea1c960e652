package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.connection.RenewalState;
import dev.grantkeeper.vault.renewal.Lease.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a connection's generation may be leased, as far as its row says. */
final class LeaseRules {

    /** Another vault found it due; its clock may be ahead by a little. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(1);

    private LeaseRules() {}

    /**
     * What the connection holds.
     *
     * @param renewable it has a refresh token whose end, as far as is known, has not come
     */
    record Held(long generation, ConnectionStatus status, boolean renewable, RenewalState renewal) {}

    static Optional<Reason> refusal(Held held, long generation, Instant now) {
        var renewal = held.renewal;
        if (held.generation != generation || held.status != ConnectionStatus.CONNECTED || !held.renewable) {
            return Optional.of(Reason.STALE);
        }
        var dueNow = renewal.dueAt()
                .filter(due -> !due.isAfter(now.plus(CLOCK_DIFFERENCE)))
                .isPresent();
        if (!dueNow) {
            return Optional.of(Reason.NOT_DUE);
        }
        var waits = renewal.isRejected()
                || renewal.nextAttemptAt().filter(now::isBefore).isPresent();
        return waits ? Optional.of(Reason.HELD) : Optional.empty();
    }
}
