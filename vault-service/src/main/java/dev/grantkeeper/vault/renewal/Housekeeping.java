package dev.grantkeeper.vault.renewal;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Erases what has been kept long enough, and says how much is left. */
@ApplicationScoped
class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    private final Quarantine quarantine;
    private final Attempts attempts;
    private final RenewalMetrics metrics;
    private final RenewalConfig config;

    Housekeeping(Quarantine quarantine, Attempts attempts, RenewalMetrics metrics, RenewalConfig config) {
        this.quarantine = quarantine;
        this.attempts = attempts;
        this.metrics = metrics;
        this.config = config;
    }

    /** Never fails: the next round erases what this one left. */
    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> erase() {
        return quarantine
                .erase()
                .chain(() -> attempts.forgetOlderThan(config.rememberAttempts()))
                .onItemOrFailure()
                .call((erased, fault) -> quarantine.size().invoke(metrics::quarantined))
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "Old attempts were not erased: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
