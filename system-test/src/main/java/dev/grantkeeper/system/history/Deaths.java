package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Which outcomes nobody but a worker knew when it was killed. */
final class Deaths {

    /**
     * A worker that has the answer reports it at once, in milliseconds. The rest is what a busy machine may take from it: no more
     * than the three seconds after which a worker that reaches no vault puts the outcome into Kafka.
     */
    private static final Duration REPORT = Duration.ofSeconds(3);

    /** While nobody can store it: those three seconds, a call to a vault that has to time out, and Kafka's word. */
    private static final Duration REPORT_TO_KAFKA = Duration.ofSeconds(10);

    /** Hundreds of connections that are renewed all the time leave no such pause while a vault and the database are up. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private static final Set<Kill.Target> STORES = EnumSet.of(Kill.Target.POSTGRES, Kill.Target.VAULT);

    private final List<Kill> kills;
    private final List<Kill> storesKilled;
    private final NavigableSet<Instant> stored = new TreeSet<>();
    private final List<SealedOutcome> outcomes;

    Deaths(History history) {
        this.kills = history.kills();
        this.storesKilled =
                kills.stream().filter(kill -> STORES.contains(kill.target())).toList();
        this.outcomes = history.outcomes();
        history.stored().commits().forEach(commit -> stored.add(commit.at()));
        history.stored().leases().forEach(lease -> {
            stored.add(lease.leasedAt());
            lease.answer().ifPresent(answer -> stored.add(answer.at()));
        });
    }

    /** The kill by which the answer to this request was lost. */
    Optional<Kill> lost(Presentation presentation) {
        var lease = presentation.lease();
        return lease.flatMap(known -> kills.stream()
                .filter(kill -> kill.hits(known) && isBetween(presentation, known, kill.at()))
                .findFirst());
    }

    private boolean isBetween(Presentation presentation, Lease lease, Instant killed) {
        var known = end(presentation.call());
        return !killed.isBefore(lease.leasedAt())
                && killed.isBefore(known.plus(isAway(known) ? REPORT_TO_KAFKA : REPORT))
                && lease.answer().isEmpty()
                && !isSealed(lease.connection(), presentation.at(), killed);
    }

    /** Whether the database or a vault had been killed, and nothing was stored between that and a while after this time. */
    private boolean isAway(Instant time) {
        return storesKilled.stream()
                .map(Kill::at)
                .filter(killed -> killed.isBefore(time.plus(REPORT)))
                .anyMatch(killed -> Optional.ofNullable(stored.higher(killed))
                        .filter(next -> !next.isAfter((killed.isAfter(time) ? killed : time).plus(SILENCE)))
                        .isEmpty());
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
