package dev.grantkeeper.vault.connection;

import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.access.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresConnections implements Connections {

    private static final String BY_KEY =
            "from Connection where tenant = ?1 and app = ?2 and ownerKind = ?3 and ownerId = ?4";
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    PostgresConnections(Mutiny.SessionFactory sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Uni<Optional<Connection>> find(ConnectionKey key) {
        return sessions.withSession(session -> byKey(session, key).getSingleResultOrNull())
                .map(Optional::ofNullable);
    }

    @Override
    public Uni<Optional<Connection>> find(ConnectionId id) {
        return sessions.withSession(session -> session.find(Connection.class, id.value()))
                .map(Optional::ofNullable);
    }

    @Override
    public Uni<Optional<Connection>> lock(ConnectionId id) {
        return sessions.withTransaction(
                        session -> session.find(Connection.class, id.value(), LockMode.PESSIMISTIC_WRITE))
                .map(Optional::ofNullable);
    }

    @Override
    public Uni<Connection> lockOrNew(ConnectionKey key, ConnectionId fresh) {
        return sessions.withTransaction(session -> lockPlace(session, key)
                .chain(() -> byKey(session, key)
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getSingleResultOrNull())
                .map(found -> found == null ? new Connection(fresh, key, clock.instant()) : found));
    }

    /** Two who create the same connection at once wait for each other, instead of one failing. */
    private static Uni<Object> lockPlace(Mutiny.Session session, ConnectionKey key) {
        return session.createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended(?1, 0)) as text)", Object.class)
                .setParameter(
                        1,
                        String.join(
                                "\n",
                                key.tenant().toString(),
                                key.app(),
                                key.owner().kind().word(),
                                key.owner().id()))
                .getSingleResult();
    }

    @Override
    public Uni<Void> add(Connection connection) {
        return sessions.withTransaction(
                session -> session.contains(connection) ? Uni.createFrom().voidItem() : session.persist(connection));
    }

    @Override
    public Uni<Boolean> anyOf(Tenant tenant, String app) {
        return sessions.withSession(session -> session.createSelectionQuery(
                                "select id from Connection where tenant = ?1 and app = ?2 and status <> ?3", UUID.class)
                        .setParameter(1, tenant.toString())
                        .setParameter(2, app)
                        .setParameter(3, ConnectionStatus.DISCONNECTED.word())
                        .setMaxResults(1)
                        .getResultList())
                .map(found -> !found.isEmpty());
    }

    @Override
    public Uni<List<Connection>> visibleTo(Person person, Optional<ConnectionId> after, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery("""
                        from Connection where tenant = ?1 and id > ?2
                        and (ownerKind = 'workspace' or ownerKind = 'user' and ownerId = ?3) order by id""", Connection.class)
                .setParameter(1, person.tenant().toString())
                .setParameter(2, after.map(ConnectionId::value).orElse(BEFORE_ALL))
                .setParameter(3, person.user())
                .setMaxResults(limit)
                .getResultList());
    }

    private static Mutiny.SelectionQuery<Connection> byKey(Mutiny.Session session, ConnectionKey key) {
        return session.createSelectionQuery(BY_KEY, Connection.class)
                .setParameter(1, key.tenant().toString())
                .setParameter(2, key.app())
                .setParameter(3, key.owner().kind().word())
                .setParameter(4, key.owner().id());
    }
}
