package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.provider.ProviderLimits;
import dev.grantkeeper.vault.provider.Room;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Publishes what is due of clients with a limit, in small portions: as much as may be leased at the moment, what expires first
 * before the rest. Where Kafka is away, workers ask, and get the same portions.
 */
@ApplicationScoped
class PacedSweep {

    private static final Logger LOG = Logger.getLogger(PacedSweep.class);
    private static final int PORTIONS = 5;
    private static final Duration BETWEEN = Duration.ofMillis(190);
    /** What was published and not leased by then has its place given to another. */
    private static final Duration PLACE_KEPT = Duration.ofSeconds(3);

    private static final int RECALLS = 1_000;

    private final ProviderLimits limits;
    private final DueRenewals due;
    private final Announcements announcements;
    private final Sweep sweep;
    private final InstantSource clock;

    PacedSweep(ProviderLimits limits, DueRenewals due, Announcements announcements, Sweep sweep, InstantSource clock) {
        this.limits = limits;
        this.due = due;
        this.announcements = announcements;
        this.sweep = sweep;
        this.clock = clock;
    }

    /** A second's portions. Never fails: the next one finds what this one left. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> portions() {
        var context = MutinyHelper.executor(Vertx.currentContext());
        return Multi.createBy()
                .repeating()
                .uni(() -> portion().runSubscriptionOn(context))
                .withDelay(BETWEEN)
                .atMost(PORTIONS)
                .collect()
                .last()
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "Limited renewals were not swept: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Boolean> portion() {
        return limits.rooms()
                .call(this::recall)
                .chain(rooms -> rooms.stream().anyMatch(room -> room.leases() > 0) && sweep.reachesKafka()
                        ? due.offerWithin(rooms, clock.instant().minus(PLACE_KEPT), announcements::publish)
                                .replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private Uni<Void> recall(List<Room> rooms) {
        List<UUID> clients =
                rooms.stream().filter(Room::recalls).map(Room::client).toList();
        return clients.isEmpty()
                ? Uni.createFrom().voidItem()
                : due.recall(clients, RECALLS)
                        .chain(called -> called < RECALLS
                                ? limits.recalled(clients)
                                : Uni.createFrom().voidItem());
    }
}
