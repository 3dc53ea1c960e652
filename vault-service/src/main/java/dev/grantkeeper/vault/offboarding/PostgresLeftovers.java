package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.access.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresLeftovers implements Leftovers {

    private static final String SPEAKING = """
            connection c join offboarding_reach reach on reach.connection_id = c.id
            where reach.offboarding_id = ?1 and c.status = 'disconnected' and c.connected_at < reach.until
            and (c.inputs <> '{}' or c.captured <> '{}')""";

    private static final String NO_LEASE = """
             and not exists (select from renewal_attempt a where a.connection_id = c.id
                and a.answered_at is null and a.unknown_at is null and a.lease_ends_at > ?2)""";

    private static final String UNUSED =
            "and not exists (select from revocation r where r.connection_id = c.id)" + NO_LEASE;

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    PostgresLeftovers(Mutiny.SessionFactory sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** What is to be revoked has its own copy of the inputs. */
    @Override
    public Uni<Integer> blank(UUID offboarding, int limit) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                        "update connection set inputs = '{}', captured = '{}' where id in (select c.id from " + SPEAKING
                                + NO_LEASE + " order by c.id limit ?3 for update of c)")
                .setParameter(1, offboarding)
                .setParameter(2, clock.instant())
                .setParameter(3, limit)
                .executeUpdate());
    }

    @Override
    public Uni<Long> unblanked(UUID offboarding) {
        return sessions.withSession(session -> session.createNativeQuery("select count(*) from " + SPEAKING, Long.class)
                .setParameter(1, offboarding)
                .getSingleResult());
    }

    /** Looks again once the rows are locked: from then on nobody adds a revocation or a lease. */
    @Override
    public Uni<Integer> delete(Tenant tenant, int limit) {
        return sessions.withTransaction(session -> unused(session, tenant, limit)
                .flatMap(ids -> ids.isEmpty() ? Uni.createFrom().item(ids) : stillUnused(session, ids))
                .flatMap(ids -> deleteOf("quarantine where connection_id", session, ids)
                        .chain(() -> deleteOf("renewal_attempt where connection_id", session, ids))
                        .chain(() -> deleteOf("connection where id", session, ids))));
    }

    private Uni<List<UUID>> unused(Mutiny.Session session, Tenant tenant, int limit) {
        return session.createNativeQuery(
                        "select c.id from connection c where c.tenant = ?1 and c.status = 'disconnected' " + UNUSED
                                + " order by c.id limit ?3 for update of c",
                        UUID.class)
                .setParameter(1, tenant.toString())
                .setParameter(2, clock.instant())
                .setParameter(3, limit)
                .getResultList();
    }

    private Uni<List<UUID>> stillUnused(Mutiny.Session session, List<UUID> ids) {
        return session.createNativeQuery("select c.id from connection c where c.id in (?1) " + UNUSED, UUID.class)
                .setParameter(1, ids)
                .setParameter(2, clock.instant())
                .getResultList();
    }

    private static Uni<Integer> deleteOf(String table, Mutiny.Session session, List<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(0)
                : session.createNativeQuery("delete from " + table + " in (?1)")
                        .setParameter(1, ids)
                        .executeUpdate();
    }

    @Override
    public Uni<Long> undeleted(Tenant tenant) {
        return sessions.withSession(
                session -> session.createNativeQuery("select count(*) from connection where tenant = ?1", Long.class)
                        .setParameter(1, tenant.toString())
                        .getSingleResult());
    }
}
