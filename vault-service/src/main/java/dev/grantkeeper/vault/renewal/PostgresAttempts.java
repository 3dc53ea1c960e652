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
    public Uni<List<Attempt>> unanswered(Connection connection) {
        return sessions.withSession(session -> session.createSelectionQuery("""
                        from Attempt where connectionId = ?1 and grantId = ?2 and answeredAt is null
                        order by leasedAt""", Attempt.class)
                .setParameter(1, connection.id().value())
                .setParameter(2, connection.grantId())
                .getResultList());
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
        return sessions.withTransaction(session -> session.createMutationQuery("""
                        delete from Attempt a where a.leasedAt < ?1
                        and not exists (select 1 from QuarantinedValue q where q.leaseId = a.leaseId)""")
                .setParameter(1, clock.instant().minus(age))
                .executeUpdate());
    }
}
