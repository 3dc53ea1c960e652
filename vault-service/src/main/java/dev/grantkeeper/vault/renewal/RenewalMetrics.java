package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.renewal.Completed.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How renewals go, without saying whose. */
@ApplicationScoped
class RenewalMetrics {

    private final MeterRegistry registry;
    private final Timer sweep;
    private final Timer lateness;
    private final Counter expired;
    private final Counter takenOver;
    private final Counter orphaned;
    private final Counter unopened;
    private final Counter retriedOutcomes;
    private final Counter refusedOutcomes;
    private final Counter deadLetters;
    private final AtomicLong quarantined = new AtomicLong();
    private final AtomicLong expiredNow = new AtomicLong();

    RenewalMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.sweep = registry.timer("grantkeeper.renewal.sweep");
        this.lateness = Timer.builder("grantkeeper.renewal.lateness")
                .description("From a renewal's due time until its value was stored")
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofMinutes(15))
                .register(registry);
        this.expired = registry.counter("grantkeeper.renewal.tokens.expired");
        this.takenOver = registry.counter("grantkeeper.leases.taken.over");
        this.orphaned = registry.counter("grantkeeper.leases.orphaned");
        this.unopened = registry.counter("grantkeeper.leases.unopened");
        this.retriedOutcomes = registry.counter("grantkeeper.renewal.outcomes.retried");
        this.refusedOutcomes = registry.counter("grantkeeper.renewal.outcomes.refused");
        this.deadLetters = registry.counter("grantkeeper.renewal.outcomes.dead.lettered");
        registry.gauge("grantkeeper.quarantine.size", quarantined);
        registry.gauge("grantkeeper.renewal.expired", expiredNow);
    }

    void swept(long nanos) {
        sweep.record(Duration.ofNanos(nanos));
    }

    void leased(Lease answer) {
        var word = answer instanceof Lease.Declined declined ? declined.reason().word() : "granted";
        registry.counter("grantkeeper.leases", "answer", word).increment();
    }

    /** A lease ended without an outcome. */
    void takenOver() {
        takenOver.increment();
    }

    void orphaned(int leases) {
        orphaned.increment(leases);
    }

    void completed(Outcome outcome, Result result) {
        var name = outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        registry.counter("grantkeeper.renewals", "outcome", name, "result", result.word())
                .increment();
    }

    /** Until when a value should be, and had to be, replaced. */
    record Deadlines(Optional<Instant> dueAt, Optional<Instant> expiresAt) {

        static Deadlines of(Connection connection) {
            return new Deadlines(connection.renewal().dueAt(), connection.expiresAt());
        }
    }

    /** @param replaced of the value that is no more, which the new one is stored in place of */
    void renewed(Deadlines replaced, Instant now) {
        replaced.dueAt.filter(due -> !due.isAfter(now)).ifPresent(due -> lateness.record(Duration.between(due, now)));
        replaced.expiresAt.filter(end -> !now.isBefore(end)).ifPresent(end -> expired.increment());
    }

    /** What a renewal needs does not open. */
    void unopened() {
        unopened.increment();
    }

    /** A sealed outcome could not be applied for a reason that does not pass by itself. */
    void outcomeRetried() {
        retriedOutcomes.increment();
    }

    void outcomeRefused() {
        refusedOutcomes.increment();
    }

    void deadLettered() {
        deadLetters.increment();
    }

    /** Tokens that have expired and are still to be renewed. */
    void expired(long tokens) {
        expiredNow.set(tokens);
    }

    void quarantined(long size) {
        quarantined.set(size);
    }
}
