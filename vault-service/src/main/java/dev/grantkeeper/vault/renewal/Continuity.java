package dev.grantkeeper.vault.renewal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;

/**
 * Since when this vault has had its database without a break. While it has none, outcomes cannot be stored: they wait with
 * workers and in Kafka, and a lease that ended meanwhile says nothing about its worker.
 */
@ApplicationScoped
class Continuity {

    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Duration await;
    private final Duration longestSilence;
    private Instant answered;
    private Instant since;

    @Inject
    Continuity(InstantSource clock, RenewalConfig config) {
        this(clock, config.awaitOutcome(), config.sweepEvery());
    }

    /** @param every how often the database is known to answer */
    Continuity(InstantSource clock, Duration await, Duration every) {
        var missed = every.multipliedBy(3);
        this.clock = clock;
        this.await = await;
        this.longestSilence = missed.compareTo(SILENCE) > 0 ? missed : SILENCE;
        this.since = clock.instant();
        this.answered = since;
    }

    /** The database has just answered; called several times in every sweep. */
    synchronized void answered() {
        noteSilence();
        answered = clock.instant();
    }

    synchronized void interrupted() {
        since = clock.instant();
    }

    /** A database, a network or a vault that stood still has told nobody that it did. */
    private void noteSilence() {
        var now = clock.instant();
        if (answered.plus(longestSilence).isBefore(now)) {
            since = now;
            answered = now;
        }
    }

    /** Until when outcomes of these attempts may still be on their way: of those whose workers have said nothing at all. */
    Instant outcomesAwaited(Collection<Attempt> unanswered) {
        return unanswered.stream()
                .filter(Attempt::isSilent)
                .map(Attempt::leaseEndsAt)
                .reduce((one, other) -> one.isAfter(other) ? one : other)
                .map(this::heardUntil)
                .orElse(Instant.MIN);
    }

    /** Until when an outcome may come whose worker could not report it before. */
    synchronized Instant heardUntil(Instant leaseEnd) {
        noteSilence();
        return (leaseEnd.isAfter(since) ? leaseEnd : since).plus(await);
    }
}
