package dev.grantkeeper.vault.renewal;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/** Measures how many tokens have expired and are still to be renewed: while nothing is renewed, nothing else counts them. */
@ApplicationScoped
class PostgresExpiredTokens {

    private static final Logger LOG = Logger.getLogger(PostgresExpiredTokens.class);

    /** Bounded, for there may be millions while a provider is away. */
    private static final String COUNT = """
            select count(*) from (
                select from connection
                where due_at <= $1 and expires_at <= $1 and status = 'connected' and refresh_envelope is not null
                limit 10000) expired""";

    private final Pool pool;
    private final InstantSource clock;
    private final RenewalMetrics metrics;

    PostgresExpiredTokens(Pool pool, InstantSource clock, RenewalMetrics metrics) {
        this.pool = pool;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Never fails: what was measured last stands until the next time. */
    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC)))
                .invoke(rows -> metrics.expired(rows.iterator().next().getLong(0)))
                .onFailure()
                .invoke(fault -> LOG.debugf(
                        "Expired tokens were not counted: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
