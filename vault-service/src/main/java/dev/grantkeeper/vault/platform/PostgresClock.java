package dev.grantkeeper.vault.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * The database's time, carried on by this machine's monotonic clock between looks at it. All vaults agree on it, and a wrong
 * or stepping wall clock of one machine changes nothing. In microseconds, as the database keeps them.
 */
@ApplicationScoped
class PostgresClock implements InstantSource {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_AFTER = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_ROUND_TRIP = TimeUnit.MILLISECONDS.toNanos(500);

    private record Anchor(Instant time, long nanos) {

        long age() {
            return System.nanoTime() - nanos;
        }
    }

    private final Pool pool;
    /** This machine's own time has to do until the first look; until then the vault is not ready. */
    private final Anchor makeshift = new Anchor(Instant.now(), System.nanoTime());

    private volatile Anchor anchor = makeshift;

    PostgresClock(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        TimeGauge.builder("grantkeeper.clock.anchor.age", () -> anchor.age(), TimeUnit.NANOSECONDS)
                .description("Since the database's time was last taken")
                .register(metrics);
    }

    /** Whether this is the database's time by now. */
    boolean isAnchored() {
        return anchor != makeshift;
    }

    @Override
    public Instant instant() {
        var from = anchor;
        return from.time.plusNanos(from.age()).truncatedTo(ChronoUnit.MICROS);
    }

    /** Before anybody is served, where the database answers that soon. */
    void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        look().await().atMost(PATIENCE);
    }

    /** The answer is as old as half the round trip; a slow one says too little to be taken, and is asked for again. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        if (isAnchored() && anchor.age() < LOOK_AFTER) {
            return Uni.createFrom().voidItem();
        }
        var asked = System.nanoTime();
        return pool.query("select clock_timestamp()")
                .execute()
                .invoke(rows -> {
                    var answered = System.nanoTime();
                    var roundTrip = answered - asked;
                    if (roundTrip < LONGEST_ROUND_TRIP) {
                        OffsetDateTime time = rows.iterator().next().getOffsetDateTime(0);
                        anchor = new Anchor(time.toInstant().plusNanos(roundTrip / 2), answered);
                    }
                })
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
