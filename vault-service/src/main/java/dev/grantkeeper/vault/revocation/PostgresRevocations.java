package dev.grantkeeper.vault.revocation;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresRevocations implements StoredRevocations {

    private static final String DUE = "from PendingRevocation where nextAttemptAt <= :now";

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    PostgresRevocations(Mutiny.SessionFactory sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Uni<Void> add(PendingRevocation revocation) {
        return sessions.withTransaction(session -> session.persist(revocation));
    }

    @Override
    public Uni<Optional<PendingRevocation>> claim(UUID id, Duration time) {
        return sessions.withTransaction(session -> claimed(
                        session.createSelectionQuery(DUE + " and id = :id", PendingRevocation.class)
                                .setParameter("id", id),
                        time))
                .map(claimed -> claimed.stream().findFirst());
    }

    @Override
    public Uni<List<PendingRevocation>> claimDue(int limit, Duration time) {
        return sessions.withTransaction(session -> claimed(
                session.createSelectionQuery(DUE + " order by nextAttemptAt", PendingRevocation.class)
                        .setMaxResults(limit),
                time));
    }

    private Uni<List<PendingRevocation>> claimed(Mutiny.SelectionQuery<PendingRevocation> due, Duration time) {
        var now = clock.instant();
        return due.setParameter("now", now)
                .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                .getResultList()
                .invoke(found -> found.forEach(revocation -> revocation.claim(now.plus(time))));
    }

    @Override
    public Uni<Void> putOff(UUID id, Instant until) {
        return sessions.withTransaction(session -> session.createMutationQuery(
                                "update PendingRevocation set nextAttemptAt = ?2 where id = ?1")
                        .setParameter(1, id)
                        .setParameter(2, until)
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> remove(UUID id) {
        return sessions.withTransaction(
                        session -> session.createMutationQuery("delete from PendingRevocation where id = ?1")
                                .setParameter(1, id)
                                .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Long> count() {
        return sessions.withSession(
                session -> session.createSelectionQuery("select count(*) from PendingRevocation", Long.class)
                        .getSingleResult());
    }
}
