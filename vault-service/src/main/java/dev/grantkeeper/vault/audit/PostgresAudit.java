package dev.grantkeeper.vault.audit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.hibernate.query.TypedParameterValue;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.type.BasicTypeReference;
import org.hibernate.type.StandardBasicTypes;

@ApplicationScoped
class PostgresAudit implements Audit {

    private static final String INSERT = """
            insert into audit (at, action, tenant, actor_kind, actor, app, connection_id, generation, detail)
            values (:at, :action, :tenant, :actor_kind, :actor, :app, :connection_id, :generation, :detail)""";

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;
    private final PostgresAuditWriter writer;

    PostgresAudit(Mutiny.SessionFactory sessions, InstantSource clock, PostgresAuditWriter writer) {
        this.sessions = sessions;
        this.clock = clock;
        this.writer = writer;
    }

    @Override
    public Uni<Void> append(AuditEntry entry) {
        return sessions.withTransaction((session, transaction) -> session.createNativeQuery(INSERT)
                .setParameter("at", clock.instant())
                .setParameter("action", entry.action().word())
                .setParameter("tenant", entry.tenant())
                .setParameter("actor_kind", entry.actorKind())
                .setParameter("actor", entry.actor())
                .setParameter("app", typed(StandardBasicTypes.STRING, entry.app()))
                .setParameter("connection_id", typed(StandardBasicTypes.UUID, entry.connectionId()))
                .setParameter("generation", typed(StandardBasicTypes.LONG, entry.generation()))
                .setParameter("detail", typed(StandardBasicTypes.STRING, entry.detail()))
                .executeUpdate()
                .replaceWithVoid());
    }

    @Override
    public Uni<Void> commit(AuditEntry entry) {
        return writer.commit(entry);
    }

    /** A null needs its type said. */
    private static <T> TypedParameterValue<T> typed(BasicTypeReference<T> type, T value) {
        return new TypedParameterValue<>(type, value);
    }
}
