package dev.grantkeeper.vault.offboarding;

import io.quarkus.scheduler.Scheduled;
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

    private final Offboardings offboardings;
    private final Leaving leaving;
    private final OffboardingMetrics metrics;

    OffboardingSweep(Offboardings offboardings, Leaving leaving, OffboardingMetrics metrics) {
        this.offboardings = offboardings;
        this.leaving = leaving;
        this.metrics = metrics;
    }

    /** Never fails: the next round goes on. */
    @Scheduled(
            every = "${grantkeeper.offboarding.sweep-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return offboardings
                .claim(CLAIM)
                .flatMap(due ->
                        due.map(this::goOn).orElseGet(() -> Uni.createFrom().voidItem()))
                .chain(offboardings::underWay)
                .invoke(metrics::underWay)
                .replaceWithVoid()
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "Offboardings were not swept: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> goOn(Offboarding job) {
        return leaving.goOn(job)
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "offboarding %s: put off for %d s: %s",
                        job.id(), CLAIM.toSeconds(), fault.getClass().getName()));
    }
}
