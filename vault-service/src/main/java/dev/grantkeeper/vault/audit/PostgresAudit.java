package dev.grantkeeper.vault.audit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresAudit implements Audit {

    private static final String INSERT = """
            insert into audit (at, action, tenant, actor_kind, actor, app, connection_id, generation, detail)
            values (:at, :action, :tenant, :actor_kind, :actor, :app,
                    cast(:connection_id as uuid), cast(:generation as bigint), :detail)""";

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
                .setParameter("app", entry.app())
                .setParameter("connection_id", text(entry.connectionId()))
                .setParameter("generation", text(entry.generation()))
                .setParameter("detail", entry.detail())
                .executeUpdate()
                .replaceWithVoid());
    }

    @Override
    public Uni<Void> commit(AuditEntry entry) {
        return writer.commit(entry);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
