package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.provider.ProviderLimits;
import dev.grantkeeper.vault.provider.Room;
import dev.grantkeeper.vault.renewal.DueRenewals.Offered;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Publishes what is due of clients with a limit, in small portions: as much as may be leased by the time it reaches a worker,
 * what expires first before the rest. Where Kafka is away, workers ask, and get what may be leased at that moment.
 */
@ApplicationScoped
class PacedSweep {

    private static final Logger LOG = Logger.getLogger(PacedSweep.class);
    private static final Duration EVERY = Duration.ofMillis(100);
    /** How long nothing is looked for while no client is limited: a limit that is new can wait for that. */
    private static final Duration AT_REST = Duration.ofSeconds(1);
    /** What was published and not leased by then has its place given to another. */
    private static final Duration PLACE_KEPT = Duration.ofSeconds(3);

    private static final int RECALLS = 1_000;

    private final ProviderLimits limits;
    private final DueRenewals due;
    private final Announcements announcements;
    private final Offering offering;
    private final RenewalConfig config;
    private final InstantSource clock;
    private final Vertx vertx;
    private volatile Instant nextLook = Instant.MIN;
    private Cancellable running;

    PacedSweep(
            ProviderLimits limits,
            DueRenewals due,
            Announcements announcements,
            Offering offering,
            RenewalConfig config,
            InstantSource clock,
            Vertx vertx) {
        this.limits = limits;
        this.due = due;
        this.announcements = announcements;
        this.offering = offering;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** Again and again, one portion after the other: the scheduler would not wake so often. */
    void start(@Observes StartupEvent started) {
        running = Multi.createFrom()
                .ticks()
                .every(EVERY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> safely())
                .subscribe()
                .with(done -> {}, fault -> LOG.error("Limited renewals are no longer swept", fault));
    }

    void stop(@Observes ShutdownEvent stopping) {
        running.cancel();
    }

    /** Never fails: the next portion has what this one left. */
    private Uni<Void> safely() {
        return Uni.createFrom()
                .deferred(this::portion)
                .runSubscriptionOn(this::inNewContext)
                .onFailure()
                .invoke(fault -> LOG.debugf(
                        "Limited renewals were not swept: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    /** Sessions are kept by context. */
    private void inNewContext(Runnable work) {
        VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()).runOnContext(ready -> work.run());
    }

    private Uni<Void> portion() {
        var now = clock.instant();
        if (now.isBefore(nextLook)) {
            return Uni.createFrom().voidItem();
        }
        return limits.rooms()
                .invoke(rooms -> nextLook = rooms.isEmpty() ? now.plus(AT_REST) : now)
                .call(this::recall)
                .chain(rooms -> rooms.stream().anyMatch(room -> room.offers() > 0)
                        ? offering.offer(config.sweepBatch(), most -> offerWithin(rooms, most))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    private Uni<Offered> offerWithin(List<Room> rooms, int most) {
        return due.offerWithin(rooms, most, clock.instant().minus(PLACE_KEPT), announcements::publish);
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
