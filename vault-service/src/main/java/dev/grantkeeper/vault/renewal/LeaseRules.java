package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.renewal.Lease.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a connection's generation may be leased, as far as its row says. */
final class LeaseRules {

    /** Another vault found it due; its clock may be ahead by a little. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(1);

    private LeaseRules() {}

    static Optional<Reason> refusal(Connection connection, long generation, Instant now) {
        var renewal = connection.renewal();
        if (connection.generation() != generation
                || connection.status() != ConnectionStatus.CONNECTED
                || !connection.refreshToken().lives(now)) {
            return Optional.of(Reason.STALE);
        }
        var dueNow = renewal.dueAt()
                .filter(due -> !due.isAfter(now.plus(CLOCK_DIFFERENCE)))
                .isPresent();
        if (!dueNow) {
            return Optional.of(Reason.NOT_DUE);
        }
        var held = renewal.isRejected()
                || renewal.nextAttemptAt().filter(now::isBefore).isPresent();
        return held ? Optional.of(Reason.HELD) : Optional.empty();
    }
}
