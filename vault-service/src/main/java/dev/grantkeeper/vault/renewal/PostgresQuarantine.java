package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.Connection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresQuarantine implements Quarantine {

    private static final String ERASE = """
            delete from quarantine where lease_id in (
                select q.lease_id from quarantine q where q.kept_until <= ?1
                or not exists (select from connection c where c.id = q.connection_id and c.grant_id = q.grant_id)
                limit ?2)""";

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    PostgresQuarantine(Mutiny.SessionFactory sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Uni<Void> keep(QuarantinedValue value) {
        return sessions.withTransaction(session -> session.persist(value));
    }

    @Override
    public Uni<List<QuarantinedValue>> take(Connection connection, int most) {
        return sessions.withTransaction(session -> session.createSelectionQuery("""
                        from QuarantinedValue where connectionId = ?1 and grantId = ?2 and keptUntil > ?3
                        order by obtainedAt desc""", QuarantinedValue.class)
                .setParameter(1, connection.id().value())
                .setParameter(2, connection.grantId())
                .setParameter(3, clock.instant())
                .setMaxResults(most)
                .getResultList()
                .call(values -> session.removeAll(values.toArray())));
    }

    @Override
    public Uni<Integer> erase() {
        return Portions.all(this::eraseSome);
    }

    private Uni<Integer> eraseSome() {
        return sessions.withTransaction(session -> session.createNativeQuery(ERASE)
                .setParameter(1, clock.instant())
                .setParameter(2, Portions.SIZE)
                .executeUpdate());
    }

    @Override
    public Uni<Long> size() {
        return sessions.withSession(
                session -> session.createSelectionQuery("select count(*) from QuarantinedValue", Long.class)
                        .getSingleResult());
    }
}
