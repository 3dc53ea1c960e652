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

    private final InstantSource clock;
    private final Duration await;
    private volatile boolean broken;
    private volatile Instant since;

    @Inject
    Continuity(InstantSource clock, RenewalConfig config) {
        this(clock, config.awaitOutcome());
    }

    Continuity(InstantSource clock, Duration await) {
        this.clock = clock;
        this.await = await;
        this.since = clock.instant();
    }

    void answered() {
        if (broken) {
            since = clock.instant();
            broken = false;
        }
    }

    void interrupted() {
        broken = true;
        since = clock.instant();
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
    Instant heardUntil(Instant leaseEnd) {
        return (leaseEnd.isAfter(since) ? leaseEnd : since).plus(await);
    }
}
