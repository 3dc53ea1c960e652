package dev.grantkeeper.worker.renew;

import dev.grantkeeper.oauth2.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** What is counted. Tags come from closed vocabularies, so that no provider can make them many. */
@ApplicationScoped
class RenewalMetrics {
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Timer dueToDone;

    RenewalMetrics(MeterRegistry registry, InstantSource clock, Slots slots) {
        this.registry = registry;
        this.clock = clock;
        dueToDone = Timer.builder("grantkeeper.renewal.due.to.done")
                .description("From the due time to the stored new generation")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(registry);
        registry.gauge("grantkeeper.renewals.in.flight", slots, Slots::underWay);
    }

    /** @param result the vault's word for what it did with the outcome, or {@code sealed} */
    void reported(Due due, Outcome outcome, String result) {
        registry.counter("grantkeeper.renewals", "outcome", name(outcome), "result", result)
                .increment();
        if (result.equals(Reporter.SEALED)) {
            registry.counter("grantkeeper.outcomes.sealed").increment();
        }
        if (outcome instanceof Outcome.Renewed) {
            var late = Duration.between(due.dueAt(), clock.instant());
            dueToDone.record(late.isNegative() ? Duration.ZERO : late);
        }
    }

    void declined(String reason) {
        registry.counter("grantkeeper.leases.declined", "reason", reason).increment();
    }

    void leaseFailed() {
        registry.counter("grantkeeper.leases.failed").increment();
    }

    void hinted(int hints) {
        registry.counter("grantkeeper.hints").increment(hints);
    }

    void deadLettered() {
        registry.counter("grantkeeper.events.undecipherable").increment();
    }

    static String name(Outcome outcome) {
        return outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
