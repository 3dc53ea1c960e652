package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.provider.ProviderLimits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Finds what is due and publishes it, earliest first; and ends what no renewal can help. */
@ApplicationScoped
class Sweep {

    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final int ENDINGS = 100;

    private final DueRenewals due;
    private final ProviderLimits limits;
    private final Offering offering;
    private final Announcements announcements;
    private final Endings endings;
    private final Continuity continuity;
    private final RenewalMetrics metrics;
    private final RenewalConfig config;
    private final InstantSource clock;
    private volatile boolean stopping;

    Sweep(
            DueRenewals due,
            ProviderLimits limits,
            Offering offering,
            Announcements announcements,
            Endings endings,
            Continuity continuity,
            RenewalMetrics metrics,
            RenewalConfig config,
            InstantSource clock) {
        this.due = due;
        this.limits = limits;
        this.offering = offering;
        this.announcements = announcements;
        this.endings = endings;
        this.continuity = continuity;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /** From then on the database is taken from under what runs, which is no fault. */
    void stop(@Observes ShutdownEvent begun) {
        stopping = true;
    }

    /** Never fails: the next sweep finds what this one left. */
    @Scheduled(every = "${grantkeeper.renewal.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var started = System.nanoTime();
        return publish()
                .emitOn(MutinyHelper.executor(Vertx.currentContext()))
                .invoke(continuity::answered)
                .chain(() -> end())
                .invoke(continuity::answered)
                .onFailure()
                .invoke(continuity::interrupted)
                .onFailure(fault -> !stopping)
                .invoke(fault -> LOG.warnf(
                        "Renewals were not swept: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .invoke(() -> metrics.swept(System.nanoTime() - started));
    }

    private Uni<Void> publish() {
        int batch = config.sweepBatch();
        return limits.rooms()
                .invoke(continuity::answered)
                .flatMap(rooms -> offering.offer(
                        batch,
                        most -> due.offer(
                                rooms, most, clock.instant().minus(config.redelivery()), announcements::publish)))
                .flatMap(offered -> offered.published() == batch
                        ? publish()
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> end() {
        return due.ending(ENDINGS).flatMap(ids -> Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(this::end)
                .collect()
                .last());
    }

    private Uni<Void> end(ConnectionId id) {
        return endings.end(id)
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "connection %s could not be ended: %s",
                        id, fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }
}
