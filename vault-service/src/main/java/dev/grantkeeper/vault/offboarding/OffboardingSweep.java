package dev.grantkeeper.vault.offboarding;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Goes on with what is under way, a portion at a time. */
@ApplicationScoped
class OffboardingSweep {

    private static final Logger LOG = Logger.getLogger(OffboardingSweep.class);
    /** Longer than a portion takes: then another vault may go on with what this one left. */
    private static final Duration CLAIM = Duration.ofSeconds(60);

    /** Portions in one round, of whichever offboardings are due the longest. */
    private static final int MOST = 20;

    private final Offboardings offboardings;
    private final Retries retries;
    private final Leaving leaving;
    private final OffboardingMetrics metrics;

    OffboardingSweep(Offboardings offboardings, Retries retries, Leaving leaving, OffboardingMetrics metrics) {
        this.offboardings = offboardings;
        this.retries = retries;
        this.leaving = leaving;
        this.metrics = metrics;
    }

    /** Never fails: the next round goes on. */
    @Scheduled(
            every = "${grantkeeper.offboarding.sweep-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return Multi.createBy()
                .repeating()
                .uni(this::next)
                .whilst(found -> found)
                .select()
                .first(MOST)
                .collect()
                .last()
                .chain(offboardings::underWay)
                .invoke(metrics::underWay)
                .chain(() -> retries.failing())
                .invoke(metrics::failing)
                .replaceWithVoid()
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "Offboardings were not swept: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    /** Whether one was due. */
    private Uni<Boolean> next() {
        return offboardings.claim(CLAIM).flatMap(due -> due.map(this::goOn)
                .orElseGet(() -> Uni.createFrom().voidItem())
                .replaceWith(due.isPresent()));
    }

    /** One that fails holds up no other. */
    private Uni<Void> goOn(Offboarding job) {
        return leaving.goOn(job)
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "offboarding %s: put off for %d s: %s",
                        job.id(), CLAIM.toSeconds(), fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }
}
