package dev.grantkeeper.vault.authorization;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** People begin more than they finish; what is too old to be finished is deleted. */
@ApplicationScoped
class EndedFlows {

    private static final Logger LOG = Logger.getLogger(EndedFlows.class);

    private final Flows flows;
    private final InstantSource clock;

    EndedFlows(Flows flows, InstantSource clock) {
        this.flows = flows;
        this.clock = clock;
    }

    /** Never fails: the next round deletes what this one left. */
    @Scheduled(every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return flows.deleteEnded(clock.instant())
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "Ended flows were not deleted: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }
}
