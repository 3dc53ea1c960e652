package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.access.RefreshWorker;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.RenewalState.Urgency;
import dev.grantkeeper.vault.provider.Room;
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
            c.due_at <= $1 and c.status = 'connected' and (c.next_attempt_at is null or c.next_attempt_at <= $1)
            """;
    private static final String RENEWABLE = WAITING + """
            and c.refresh_envelope is not null and c.rejected_at is null
            and (c.refresh_expires_at is null or c.refresh_expires_at > $1)
            """;
    private static final String COLUMNS = "select c.id, c.generation, c.urgency, c.due_at, c.expires_at ";
    /** A client without a limit; $2 are those with one. */
    private static final String UNLIMITED = """
            not exists (
                select from provider_hold h where h.client = any($2::uuid[])
                and h.definition_id = c.definition_id and h.definition_version = c.definition_version)
            """;
    /** The connections of clients $2, for each of which there is room for as many as $5 says. */
    private static final String LIMITED = """
            from unnest($2::uuid[], $5::int[]) as room (client, leases)
            join provider_hold h on h.client = room.client and (h.refused_until is null or h.refused_until <= $1)
            join connection c on c.definition_id = h.definition_id and c.definition_version = h.definition_version
            where room.leases > 0 and\s""";

    private static final String UNPUBLISHED = "and (c.published_at is null or c.published_at <= $3) ";
    private static final String IN_TURN = "order by c.expires_at limit $4 for update of c skip locked";
    static final String OFFER =
            COLUMNS + "from connection c where " + RENEWABLE + "and " + UNLIMITED + UNPUBLISHED + IN_TURN;
    static final String OFFER_WITHIN = COLUMNS + "from connection c where c.id in (select id from ("
            + "select c.id, c.published_at, room.leases, row_number() over (partition by room.client"
            + " order by (c.published_at is not null and c.published_at > $3) desc, c.expires_at) as place "
            + LIMITED + RENEWABLE + ") waiting where place <= leases) and " + RENEWABLE + UNPUBLISHED + IN_TURN;
    private static final String PUBLISHED = "update connection set published_at = $1 where id = any($2)";
    private static final String OVERDUE = """
            and (c.urgency <> 'scheduled' or c.due_at + least(interval '3 seconds', (c.expires_at - c.due_at) / 5) <= $1)
            and ($3 or split_part(c.tenant, '/', 1) = $4)
            """;
    static final String HINTS = "select * from (("
            + COLUMNS + "from connection c where " + RENEWABLE + "and " + UNLIMITED + OVERDUE
            + "order by c.expires_at limit $6) union all "
            + "select id, generation, urgency, due_at, expires_at from ("
            + COLUMNS + ", room.leases, row_number() over (partition by room.client order by c.expires_at) as place "
            + LIMITED + RENEWABLE + OVERDUE + ") waiting where place <= leases) hints order by expires_at limit $6";
    static final String RECALL = """
            update connection set next_attempt_at = $1, published_at = null where id in (
                select c.id from provider_hold h
                join connection c on c.definition_id = h.definition_id and c.definition_version = h.definition_version
                where h.client = any($2) and c.due_at <= $1 and c.status = 'connected' and c.next_attempt_at > $1
                and c.failures > 0 and c.unknown_since is null and c.rejected_at is null
                and not exists (
                    select from renewal_attempt a where a.connection_id = c.id and a.lease_ends_at > $1
                    and a.answered_at is null and a.unknown_at is null)
                limit $3 for update of c skip locked)""";
    static final String ENDING = "(select c.id, c.due_at as at from connection c where " + WAITING + """
            and (c.refresh_envelope is null or c.refresh_expires_at <= $1 or c.rejected_at is not null)
            order by c.due_at limit $2)
            union all (
                select id, warn_at from connection
                where warn_at <= $1 and not warned and status = 'connected' order by warn_at limit $2)
            order by at limit $2""";

    private final Pool pool;
    private final InstantSource clock;

    PostgresDueRenewals(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public Uni<Offered> offer(
            List<Room> rooms, int limit, Instant before, Function<List<Due>, Uni<List<Due>>> publish) {
        return offer(OFFER, Tuple.of(now(), clients(rooms), at(before), limit), publish);
    }

    @Override
    public Uni<Offered> offerWithin(
            List<Room> rooms, int limit, Instant before, Function<List<Due>, Uni<List<Due>>> publish) {
        var parameters = Tuple.of(now(), clients(rooms), at(before), limit, numbers(rooms, Room::offers));
        return offer(OFFER_WITHIN, parameters, publish);
    }

    private Uni<Offered> offer(String query, Tuple parameters, Function<List<Due>, Uni<List<Due>>> publish) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(query)
                .execute(parameters)
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
    public Uni<List<Due>> overdue(RefreshWorker worker, List<Room> rooms, int limit) {
        return pool.preparedQuery(HINTS)
                .execute(Tuple.of(
                        now(),
                        clients(rooms),
                        worker.everyIssuer(),
                        worker.issuer(),
                        numbers(rooms, Room::leases),
                        limit))
                .map(PostgresDueRenewals::dues);
    }

    @Override
    public Uni<Integer> recall(List<UUID> clients, int limit) {
        return pool.preparedQuery(RECALL)
                .execute(Tuple.of(now(), clients.toArray(UUID[]::new), limit))
                .map(RowSet::rowCount);
    }

    @Override
    public Uni<List<ConnectionId>> ending(int limit) {
        return pool.preparedQuery(ENDING).execute(Tuple.of(now(), limit)).map(rows -> stream(rows)
                .map(row -> new ConnectionId(row.getUUID("id")))
                .toList());
    }

    private static UUID[] clients(List<Room> rooms) {
        return rooms.stream().map(Room::client).toArray(UUID[]::new);
    }

    private static Integer[] numbers(List<Room> rooms, Function<Room, Integer> number) {
        return rooms.stream().map(number).toArray(Integer[]::new);
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
