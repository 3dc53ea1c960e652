package dev.grantkeeper.worker.renew;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;

/** Asks the vault, whether Kafka runs or not, for what is overdue, as much as there is room for. */
@ApplicationScoped
class Hints {
    private static final Logger LOG = Logger.getLogger(Hints.class);
    /** The contract's limit. */
    private static final int MOST = 100;

    private final Vault vault;
    private final Slots slots;
    private final Renewals renewals;
    private final RenewalMetrics metrics;
    private final RenewConfig config;

    Hints(Vault vault, Slots slots, Renewals renewals, RenewalMetrics metrics, RenewConfig config) {
        this.vault = vault;
        this.slots = slots;
        this.renewals = renewals;
        this.metrics = metrics;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        Multi.createFrom()
                .ticks()
                .every(config.claimEvery())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> claim())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("No longer asks for what is overdue", failure));
    }

    private Uni<Void> claim() {
        var room = Math.min(slots.free(), MOST);
        if (room == 0) {
            return Uni.createFrom().voidItem();
        }
        return vault.claimDue(room)
                .invoke(this::renew)
                .onFailure()
                .invoke(failure -> LOG.debugf("No hints: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void renew(List<Due> hints) {
        metrics.hinted(hints.size());
        for (var due : hints) {
            slots.tryTake()
                    .ifPresent(slot -> renewals.renew(due, slot).subscribe().with(leased -> {}));
        }
    }
}
