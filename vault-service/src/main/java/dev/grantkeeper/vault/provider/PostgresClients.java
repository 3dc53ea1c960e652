package dev.grantkeeper.vault.provider;

import dev.grantkeeper.vault.definition.Definition;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresClients implements Clients {

    private static final String SEEN = """
            select c, k, function('pg_postmaster_start_time' as Instant) from ClientState c, Cluster k
            where c.issuer = ?1 and c.app = ?2 and c.clientId = ?3""";
    private static final String HELD = """
            from provider_client where rate is not null or concurrency is not null or throttled_until is not null
            or refused_before is not null or opened_at is not null or paced_from is not null or recalls""";
    static final String HELD_OR_DUE = "select * from provider_client where id in (select id " + HELD + """
            \sunion select hold.client from (
                select distinct definition_id, definition_version from connection where due_at <= ?1
            ) due join provider_hold hold using (definition_id, definition_version))""";
    private static final String RUNNING = """
            select provider_client, count(*) as leases from renewal_attempt
            where provider_client = any($1) and lease_ends_at > $2 and answered_at is null and unknown_at is null
            group by provider_client""";
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Mutiny.SessionFactory sessions;
    private final Pool pool;

    PostgresClients(Mutiny.SessionFactory sessions, Pool pool) {
        this.sessions = sessions;
        this.pool = pool;
    }

    @Override
    public Uni<Seen> find(Definition definition, Instant now) {
        return sessions.withSession(session -> session.createSelectionQuery(SEEN, Object[].class)
                .setParameter(1, definition.issuer())
                .setParameter(2, definition.app())
                .setParameter(3, definition.clientId().orElse(""))
                .getSingleResult()
                .map(row -> seen((ClientState) row[0], (Cluster) row[1], (Instant) row[2], now)));
    }

    private static Seen seen(ClientState client, Cluster cluster, Instant started, Instant now) {
        return new Seen(client, cluster.knows(started), cluster.cautiousUntil(now));
    }

    /** Read anew: what was seen without the lock may be another's to change. */
    @Override
    public Uni<ClientState> lock(ClientState seen) {
        return sessions.withTransaction(session -> {
            session.detach(seen);
            return session.find(ClientState.class, seen.id(), LockModeType.PESSIMISTIC_WRITE);
        });
    }

    @Override
    public Uni<Optional<ClientState>> lock(UUID id) {
        return sessions.withTransaction(session -> session.find(ClientState.class, id, LockModeType.PESSIMISTIC_WRITE))
                .map(Optional::ofNullable);
    }

    @Override
    public Uni<Integer> running(UUID client, Instant now) {
        return sessions.withSession(session -> session.createNativeQuery("""
                        select cast(count(*) as int) from renewal_attempt where provider_client = ?1
                        and lease_ends_at > ?2 and answered_at is null and unknown_at is null""", Integer.class)
                .setParameter(1, client)
                .setParameter(2, now)
                .getSingleResult());
    }

    @Override
    public Uni<Map<UUID, Integer>> running(List<UUID> clients, Instant now) {
        return pool.preparedQuery(RUNNING)
                .execute(Tuple.of(clients.toArray(UUID[]::new), now.atOffset(ZoneOffset.UTC)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(PostgresClients::client, row -> row.getInteger("leases"))));
    }

    private static UUID client(Row row) {
        return row.getUUID("provider_client");
    }

    @Override
    public Uni<List<ClientState>> held() {
        return sessions.withSession(session ->
                session.createNativeQuery("select * " + HELD, ClientState.class).getResultList());
    }

    @Override
    public Uni<List<ClientState>> heldOrDue(Instant now) {
        return sessions.withSession(session -> session.createNativeQuery(HELD_OR_DUE, ClientState.class)
                .setParameter(1, now)
                .getResultList());
    }

    @Override
    public Uni<List<ClientState>> page(Optional<String> issuer, Optional<UUID> after, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery(
                        "from ClientState where id > ?1 and (?2 = '' or issuer = ?2) order by id", ClientState.class)
                .setParameter(1, after.orElse(BEFORE_ALL))
                .setParameter(2, issuer.orElse(""))
                .setMaxResults(limit)
                .getResultList());
    }

    @Override
    public Uni<Optional<ClientState>> find(UUID id) {
        return sessions.withSession(session -> session.find(ClientState.class, id))
                .map(Optional::ofNullable);
    }

    @Override
    public Uni<Void> probe(Instant at) {
        return sessions.withTransaction(session -> session.createMutationQuery("""
                        update ClientState set breaker.nextProbeAt = ?1
                        where breaker.openedAt is not null and breaker.nextProbeAt > ?1""")
                .setParameter(1, at)
                .executeUpdate()
                .replaceWithVoid());
    }

    @Override
    public Uni<Void> recalled(List<UUID> clients) {
        return pool.preparedQuery("update provider_client set recalls = false where id = any($1)")
                .execute(Tuple.of(clients.toArray(UUID[]::new)))
                .replaceWithVoid();
    }
}
