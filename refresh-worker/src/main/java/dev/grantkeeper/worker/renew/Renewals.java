package dev.grantkeeper.worker.renew;

import dev.grantkeeper.worker.renew.LeaseAnswer.Declined;
import dev.grantkeeper.worker.renew.LeaseAnswer.Granted;
import dev.grantkeeper.worker.renew.Slots.Slot;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/** From hearsay to a lease. A generation that is under way here is not asked for again. */
@ApplicationScoped
class Renewals {
    private static final Logger LOG = Logger.getLogger(Renewals.class);

    private final Set<Generation> underWay = ConcurrentHashMap.newKeySet();
    private final Vault vault;
    private final Exchange exchange;
    private final RenewalMetrics metrics;
    private final LongSupplier nanoTime;

    Renewals(Vault vault, Exchange exchange, RenewalMetrics metrics, LongSupplier nanoTime) {
        this.vault = vault;
        this.exchange = exchange;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /**
     * Renews in the given slot, and ends it. The answer comes, and never fails, as soon as the vault has answered the
     * lease or has not: from then on the news of it is worth nothing, for the due time fires again.
     */
    Uni<Void> renew(Due due, Slot slot) {
        var generation = new Generation(due.connection(), due.generation());
        if (!underWay.add(generation)) {
            slot.end();
            return Uni.createFrom().voidItem();
        }
        slot.onRoom(() -> underWay.remove(generation));
        var before = nanoTime.getAsLong();
        return Uni.createFrom()
                .deferred(() -> vault.lease(due))
                .onItem()
                .invoke(answer -> proceed(due, answer, before, slot))
                .onFailure()
                .invoke(failure -> giveUp(due, failure, slot))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void proceed(Due due, LeaseAnswer answer, long before, Slot slot) {
        if (answer instanceof Granted granted) {
            exchange.run(due, granted.lease(), before, slot::makeRoom)
                    .onTermination()
                    .invoke(slot::end)
                    .subscribe()
                    .with(done -> {}, failure -> LOG.errorf(failure, "Renewal of %s broke off", due));
        } else if (answer instanceof Declined declined) {
            metrics.declined(declined.reason());
            slot.end();
        }
    }

    private void giveUp(Due due, Throwable failure, Slot slot) {
        var level = failure instanceof VaultException ? Level.DEBUG : Level.WARN;
        LOG.logf(level, "No lease for %s: %s", due, failure.getMessage());
        metrics.leaseFailed();
        slot.end();
    }

    private record Generation(UUID connection, long number) {}
}
