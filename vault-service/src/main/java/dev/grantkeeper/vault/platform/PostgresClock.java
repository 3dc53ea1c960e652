package dev.grantkeeper.vault.platform;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * The database's time, carried on by this machine's monotonic clock between looks at it. All vaults agree on it, and a wrong
 * or stepping wall clock of one machine changes nothing. In microseconds, as the database keeps them.
 */
@ApplicationScoped
class PostgresClock implements InstantSource {

    private record Anchor(Instant database, long nanos) {}

    private final Pool pool;
    /** Until the first look, which start-up waits for by migrating, this machine's own time has to do. */
    private volatile Anchor anchor = new Anchor(Instant.now(), System.nanoTime());

    PostgresClock(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Instant instant() {
        var from = anchor;
        return from.database.plusNanos(System.nanoTime() - from.nanos).truncatedTo(ChronoUnit.MICROS);
    }

    /** The answer is as old as half the round trip; a slow one says too little to be taken. */
    @Scheduled(every = "10s", delayed = "0s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        var asked = System.nanoTime();
        return pool.query("select clock_timestamp()")
                .execute()
                .invoke(rows -> {
                    var answered = System.nanoTime();
                    var roundTrip = answered - asked;
                    if (roundTrip < 500_000_000) {
                        OffsetDateTime time = rows.iterator().next().getOffsetDateTime(0);
                        anchor = new Anchor(time.toInstant().plusNanos(roundTrip / 2), answered);
                    }
                })
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
