package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.access.RefreshWorker;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * A worker process in the place of one that is gone. Whoever waited for the dead one's leases to end would wait through half
 * of a provider's grace period, and a second death would outlast the rest.
 */
@ApplicationScoped
class Succession {

    private static final Logger LOG = Logger.getLogger(Succession.class);

    private final Attempts attempts;
    private final RenewalMetrics metrics;

    Succession(Attempts attempts, RenewalMetrics metrics) {
        this.attempts = attempts;
        this.metrics = metrics;
    }

    /** @return how many leases of this worker's former process were running, and are over now */
    Uni<Integer> begin(RefreshWorker worker, WorkerProcess process) {
        return attempts.endFormer(worker.name(), process).invoke(ended -> {
            metrics.orphaned(ended);
            if (ended > 0) {
                LOG.infof(
                        "%s began again at %s: %d leases of its former process are over",
                        worker.name(), process.instance(), ended);
            }
        });
    }
}
