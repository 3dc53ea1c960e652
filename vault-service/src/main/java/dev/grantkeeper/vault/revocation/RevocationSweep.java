package dev.grantkeeper.vault.revocation;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Goes on with the revocations that did not succeed at once, whichever vault began them. */
@ApplicationScoped
class RevocationSweep {

    private static final Logger LOG = Logger.getLogger(RevocationSweep.class);
    private static final int BATCH = 50;

    private final Revoking revoking;
    private final StoredRevocations stored;
    private final RevocationMetrics metrics;

    RevocationSweep(Revoking revoking, StoredRevocations stored, RevocationMetrics metrics) {
        this.revoking = revoking;
        this.stored = stored;
        this.metrics = metrics;
    }

    /** Never fails: the next sweep finds what this one left. */
    @Scheduled(every = "${grantkeeper.revocation.sweep-every:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return revoking.attemptDue(BATCH)
                .chain(stored::count)
                .invoke(metrics::pending)
                .replaceWithVoid()
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "Revocations were not swept: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }
}
