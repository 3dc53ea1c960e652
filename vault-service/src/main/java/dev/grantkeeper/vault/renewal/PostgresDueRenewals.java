package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.access.RefreshWorker;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.RenewalState.Urgency;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

@ApplicationScoped
class PostgresDueRenewals implements DueRenewals {

    private static final String WAITING = """
            from connection c
            where due_at <= $1 and status = 'connected' and (next_attempt_at is null or next_attempt_at <= $2)
            """;
    private static final String RENEWABLE = WAITING + """
            and refresh_envelope is not null and rejected_at is null
            and not exists (
                select from provider_hold h
                where h.definition_id = c.definition_id and h.definition_version = c.definition_version
                and (h.throttled_until > $2 or h.refused_until > $2))
            """;
    private static final String COLUMNS = "select id, generation, urgency, due_at, expires_at ";
    private static final String OFFER = COLUMNS + RENEWABLE + """
            and (published_at is null or published_at <= $3)
            order by due_at limit $4 for update skip locked""";
    private static final String PUBLISHED = "update connection set published_at = $1 where id = any($2)";
    private static final String OVERDUE = COLUMNS + RENEWABLE + """
            and (urgency <> 'scheduled' or due_at + least(interval '3 seconds', (expires_at - due_at) / 5) <= $1)
            and ($3 or split_part(tenant, '/', 1) = $4)
            order by due_at limit $5""";
    private static final String ENDING = "select id " + WAITING
            + " and (refresh_envelope is null or rejected_at is not null) order by due_at limit $3";

    private final Pool pool;
    private final InstantSource clock;

    PostgresDueRenewals(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public Uni<Offered> offer(int limit, Instant before, Function<List<Due>, Uni<List<Due>>> publish) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(OFFER)
                .execute(Tuple.of(now(), now(), at(before), limit))
                .flatMap(rows -> rows.size() == 0
                        ? Uni.createFrom().item(new Offered(0, 0))
                        : publish.apply(dues(rows))
                                .call(published -> note(connection, published))
                                .map(published -> new Offered(rows.size(), published.size()))));
    }

    private Uni<Void> note(SqlConnection connection, List<Due> published) {
        var ids = published.stream().map(due -> due.connection().value()).toArray(UUID[]::new);
        return connection.preparedQuery(PUBLISHED).execute(Tuple.of(now(), ids)).replaceWithVoid();
    }

    @Override
    public Uni<List<Due>> overdue(RefreshWorker worker, int limit) {
        return pool.preparedQuery(OVERDUE)
                .execute(Tuple.of(now(), now(), worker.everyIssuer(), worker.issuer(), limit))
                .map(PostgresDueRenewals::dues);
    }

    @Override
    public Uni<List<ConnectionId>> ending(int limit) {
        return pool.preparedQuery(ENDING).execute(Tuple.of(now(), now(), limit)).map(rows -> stream(rows)
                .map(row -> new ConnectionId(row.getUUID("id")))
                .toList());
    }

    private static List<Due> dues(RowSet<Row> rows) {
        return stream(rows).map(PostgresDueRenewals::due).toList();
    }

    static Due due(Row row) {
        return new Due(
                new ConnectionId(row.getUUID("id")),
                row.getLong("generation"),
                Urgency.valueOf(row.getString("urgency").toUpperCase(Locale.ROOT)),
                row.getOffsetDateTime("due_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("expires_at")).map(OffsetDateTime::toInstant));
    }

    private static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private OffsetDateTime now() {
        return at(clock.instant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
