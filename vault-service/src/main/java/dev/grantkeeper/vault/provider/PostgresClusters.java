package dev.grantkeeper.vault.provider;

import dev.grantkeeper.vault.provider.Cluster.Identity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresClusters implements Clusters {

    private static final String LOOK = "select k, function('pg_postmaster_start_time' as Instant) from Cluster k";
    /** The timeline that is written now: the last checkpoint's is behind for a while after a promotion. */
    private static final String IDENTITY = """
            select system_identifier, pg_postmaster_start_time() as started_at,
                ('x' || lpad(left(pg_walfile_name(pg_current_wal_lsn()), 8), 16, '0'))::bit(64)::bigint as timeline
            from pg_control_system()""";

    private final Mutiny.SessionFactory sessions;
    private final Pool pool;

    PostgresClusters(Mutiny.SessionFactory sessions, Pool pool) {
        this.sessions = sessions;
        this.pool = pool;
    }

    @Override
    public Uni<Look> look() {
        return sessions.withSession(session -> session.createSelectionQuery(LOOK, Object[].class)
                .getSingleResult()
                .map(row -> new Look((Instant) row[1], (Cluster) row[0])));
    }

    @Override
    public Uni<Optional<Identity>> identity() {
        return pool.query(IDENTITY)
                .execute()
                .map(rows -> Optional.of(identity(rows.iterator().next())))
                .onFailure(PostgresClusters::isRefusal)
                .recoverWithItem(Optional.empty());
    }

    private static Identity identity(Row row) {
        return new Identity(
                row.getLong("system_identifier"),
                row.getLong("timeline"),
                row.getOffsetDateTime("started_at").toInstant());
    }

    /** No privilege, no such function, or not supported here (SQLSTATE classes 42 and 0A). */
    private static boolean isRefusal(Throwable fault) {
        return fault instanceof PgException answer
                && (answer.getSqlState().startsWith("42")
                        || answer.getSqlState().startsWith("0A"));
    }

    @Override
    public Uni<Cluster> lock() {
        return sessions.withTransaction(session -> session.find(Cluster.class, true, LockModeType.PESSIMISTIC_WRITE));
    }
}
