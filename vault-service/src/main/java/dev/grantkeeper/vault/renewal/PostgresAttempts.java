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
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresAttempts implements Attempts {

    /** Few enough to be done long before a statement's time is up. */
    private static final int TOGETHER = 1_000;

    private static final String FORGET = """
            delete from renewal_attempt where lease_id in (
                select a.lease_id from renewal_attempt a where a.leased_at < ?1
                and not exists (select from quarantine q where q.lease_id = a.lease_id)
                order by a.leased_at limit ?2)""";

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
        return Uni.createFrom()
                .deferred(() -> forgetSome(before))
                .repeat()
                .whilst(forgotten -> forgotten == TOGETHER)
                .collect()
                .with(Collectors.summingInt(forgotten -> forgotten));
    }

    private Uni<Integer> forgetSome(Instant before) {
        return sessions.withTransaction(session -> session.createNativeQuery(FORGET)
                .setParameter(1, before)
                .setParameter(2, TOGETHER)
                .executeUpdate());
    }
}
