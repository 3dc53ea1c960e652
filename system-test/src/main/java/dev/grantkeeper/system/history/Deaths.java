package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which outcomes nobody but a worker knew when it was killed. */
final class Deaths {

    /** A worker reports at once, to a vault or to Kafka. */
    private static final Duration REPORT = Duration.ofSeconds(30);

    private final List<Kill> kills;
    private final List<SealedOutcome> outcomes;

    Deaths(History history) {
        this.kills = history.kills();
        this.outcomes = history.outcomes();
    }

    /** The kill by which the answer to this request was lost. */
    Optional<Kill> lost(Presentation presentation) {
        var lease = presentation.lease();
        return lease.flatMap(known -> kills.stream()
                .filter(kill -> kill.hits(known) && isBetween(presentation, known, kill.at()))
                .findFirst());
    }

    private boolean isBetween(Presentation presentation, Lease lease, Instant killed) {
        var known = end(presentation.call()).plus(REPORT);
        return !killed.isBefore(lease.leasedAt())
                && killed.isBefore(known)
                && lease.answer().isEmpty()
                && !isSealed(lease.connection(), presentation.at(), killed);
    }

    /** Whether an outcome of that connection had reached Kafka. */
    boolean isSealed(UUID connection, Instant from, Instant until) {
        return outcomes.stream()
                .anyMatch(outcome -> outcome.connection().equals(connection)
                        && !outcome.at().isBefore(from)
                        && !outcome.at().isAfter(until));
    }

    private static Instant end(TokenCall call) {
        return call.answeredAt().or(call::committedAt).orElse(call.arrivedAt());
    }
}
