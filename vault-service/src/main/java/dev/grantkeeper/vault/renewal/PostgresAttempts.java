package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.RenewalState.Urgency;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresAttempts implements Attempts {

    private static final String FORGET = """
            delete from renewal_attempt where lease_id in (
                select a.lease_id from renewal_attempt a where a.leased_at < ?1
                and not exists (select from quarantine q where q.lease_id = a.lease_id)
                order by a.leased_at limit ?2)""";

    /** Connections are locked first, as everywhere. One that waits for something else than this lease goes on waiting. */
    private static final String END_FORMER = """
            with former as (
                select a.lease_id, a.connection_id, a.lease_ends_at
                from renewal_attempt a join connection c on c.id = a.connection_id
                where a.instance = ?1 and a.process_id <> ?2 and a.worker = ?3
                and a.answered_at is null and a.unknown_at is null and a.lease_ends_at > ?4
                order by c.id for update of c),
            freed as (
                update connection c set next_attempt_at = ?4, published_at = null
                from former f where c.id = f.connection_id and c.next_attempt_at = f.lease_ends_at)
            update renewal_attempt a set lease_ends_at = ?4
            from former f where a.lease_id = f.lease_id and a.answered_at is null and a.unknown_at is null""";

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    PostgresAttempts(Mutiny.SessionFactory sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Uni<Optional<Attempt>> find(UUID leaseId) {
        return sessions.withSession(session -> session.find(Attempt.class, leaseId))
                .map(Optional::ofNullable);
    }

    @Override
    public Uni<Void> add(Attempt attempt) {
        return sessions.withTransaction(session -> session.persist(attempt));
    }

    @Override
    public Uni<List<Attempt>> newest(ConnectionId connection, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery(
                        "from Attempt where connectionId = ?1 order by leasedAt desc, leaseId", Attempt.class)
                .setParameter(1, connection.value())
                .setMaxResults(limit)
                .getResultList());
    }

    @Override
    public Uni<List<Attempt>> unanswered(Connection connection) {
        return sessions.withSession(session -> session.createSelectionQuery("""
                        from Attempt where connectionId = ?1 and grantId = ?2 and answeredAt is null
                        and (parent = ?3 and generation = ?4 or leaseEndsAt > ?5)
                        order by leasedAt""", Attempt.class)
                .setParameter(1, connection.id().value())
                .setParameter(2, connection.grantId())
                .setParameter(3, connection.refreshGeneration().orElse(0L))
                .setParameter(4, connection.generation())
                .setParameter(5, clock.instant())
                .getResultList());
    }

    @Override
    public Uni<Integer> endFormer(String worker, WorkerProcess process) {
        return sessions.withTransaction(session -> session.createNativeQuery(END_FORMER)
                .setParameter(1, process.instance())
                .setParameter(2, process.id())
                .setParameter(3, worker)
                .setParameter(4, clock.instant())
                .executeUpdate());
    }

    @Override
    public Uni<Long> forcedSince(ConnectionId connection, Instant since) {
        return sessions.withSession(session -> session.createSelectionQuery(
                        "select count(*) from Attempt where connectionId = ?1 and leasedAt > ?2 and urgency = ?3",
                        Long.class)
                .setParameter(1, connection.value())
                .setParameter(2, since)
                .setParameter(3, Urgency.FORCED.word())
                .getSingleResult());
    }

    @Override
    public Uni<Integer> forgetOlderThan(Duration age) {
        var before = clock.instant().minus(age);
        return Portions.all(() -> forgetSome(before));
    }

    private Uni<Integer> forgetSome(Instant before) {
        return sessions.withTransaction(session -> session.createNativeQuery(FORGET)
                .setParameter(1, before)
                .setParameter(2, Portions.SIZE)
                .executeUpdate());
    }
}
