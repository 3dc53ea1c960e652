package dev.grantkeeper.vault.connection;

import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresWorkspaces implements Workspaces {

    private static final String SHARED = "select cast(pg_advisory_xact_lock_shared(hashtextextended(?1, 0)) as text)";
    private static final String ALONE = "select cast(pg_advisory_xact_lock(hashtextextended(?1, 0)) as text)";

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    PostgresWorkspaces(Mutiny.SessionFactory sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** In two statements: the second sees what was committed while the first waited. */
    @Override
    public Uni<Void> enter(Tenant tenant) {
        return sessions.withTransaction(session -> lock(session, SHARED, tenant).chain(() -> session.createNativeQuery(
                                "select count(*) from closed_workspace where tenant = ?1", Long.class)
                        .setParameter(1, tenant.toString())
                        .getSingleResult()))
                .invoke(closed -> {
                    if (closed > 0) {
                        throw Failure.conflict("This workspace was deleted; nothing can be connected in it any more.");
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> close(Tenant tenant) {
        return sessions.withTransaction(session -> lock(session, ALONE, tenant)
                .chain(() -> session.createNativeQuery("""
                                insert into closed_workspace (tenant, closed_at) values (?1, ?2)
                                on conflict (tenant) do nothing""")
                        .setParameter(1, tenant.toString())
                        .setParameter(2, clock.instant())
                        .executeUpdate())
                .map(inserted -> inserted == 1));
    }

    /** A key that no connection's place has: those have line breaks in it. */
    private static Uni<Object> lock(Mutiny.Session session, String sql, Tenant tenant) {
        return session.createNativeQuery(sql, Object.class)
                .setParameter(1, "workspace:" + tenant)
                .getSingleResult();
    }
}
