package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

@ApplicationScoped
class PostgresUrgency implements Urgency {

    private static final String MARK = """
            update connection set urgency = 'urgent', due_at = least(due_at, $3), published_at = null
            where id = $1 and generation = $2 and status = 'connected' and refresh_envelope is not null
            and coalesce(refresh_expires_at > $3, true) and urgency = 'scheduled'
            returning id, generation, urgency, due_at, expires_at""";
    private static final String LOOK = """
            select generation, status,
                refresh_envelope is not null and coalesce(refresh_expires_at > now(), true) as renewable, exists (
                select from provider_hold h
                where h.definition_id = c.definition_id and h.definition_version = c.definition_version
                and h.refused_until is not null) as refused
            from connection c where id = $1""";

    private final Pool pool;
    private final InstantSource clock;

    PostgresUrgency(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public Uni<Optional<Due>> mark(ConnectionId id, long generation) {
        return pool.preparedQuery(MARK)
                .execute(Tuple.of(id.value(), generation, clock.instant().atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(PostgresDueRenewals.due(rows.iterator().next())));
    }

    @Override
    public Uni<Standing> look(ConnectionId id) {
        return pool.preparedQuery(LOOK).execute(Tuple.of(id.value())).map(rows -> {
            if (rows.size() == 0) {
                throw Failure.notFound("connection");
            }
            return standing(rows.iterator().next());
        });
    }

    private static Standing standing(Row row) {
        return new Standing(
                row.getLong("generation"),
                ConnectionStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getBoolean("renewable"),
                row.getBoolean("refused"));
    }
}
