package dev.grantkeeper.vault.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/** How long the oldest event has been waiting: what to watch where events must be prompt. */
@ApplicationScoped
class PostgresOutboxAge {

    private static final String AGE =
            "select extract(epoch from clock_timestamp() - occurred_at)::float8 from outbox order by id limit 1";

    private final Pool pool;
    private volatile double seconds;

    PostgresOutboxAge(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        TimeGauge.builder("grantkeeper.outbox.age", this, TimeUnit.SECONDS, age -> age.seconds)
                .description("How long the oldest event has been waiting to reach Kafka.")
                .register(metrics);
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return pool.query(AGE)
                .execute()
                .invoke(rows ->
                        seconds = rows.size() == 0 ? 0 : rows.iterator().next().getDouble(0))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
