package dev.grantkeeper.vault.hook;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Erases secrets that sign no more. */
@ApplicationScoped
class HookSweep {

    private static final Logger LOG = Logger.getLogger(HookSweep.class);

    private final Hooks hooks;

    HookSweep(Hooks hooks) {
        this.hooks = hooks;
    }

    /** Never fails: the next sweep finds what this one left. */
    @Scheduled(every = "${grantkeeper.hooks.sweep-every:10m}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return hooks.eraseEnded()
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "Signing secrets were not swept: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }
}
