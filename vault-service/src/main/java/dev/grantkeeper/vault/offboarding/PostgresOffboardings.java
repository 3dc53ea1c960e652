package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Disconnecting;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresOffboardings implements Offboardings {

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    PostgresOffboardings(Mutiny.SessionFactory sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Uni<Offboarding> begin(Offboarding fresh) {
        var leaver = fresh.leaver();
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        insert into offboarding (id, tenant, kind, subject, begun_by, begun_at, settles_at, next_attempt_at)
                        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6)
                        on conflict (tenant, kind, subject) where ended_at is null
                        do update set settles_at = greatest(offboarding.settles_at, excluded.settles_at)""")
                .setParameter(1, fresh.id())
                .setParameter(2, leaver.tenant().toString())
                .setParameter(3, leaver.kind().word())
                .setParameter(4, leaver.id())
                .setParameter(5, fresh.begunBy())
                .setParameter(6, fresh.begunAt())
                .setParameter(7, fresh.settlesAt())
                .executeUpdate()
                .chain(() -> session.createSelectionQuery("""
                                from Offboarding where tenant = ?1 and kind = ?2 and subject = ?3
                                and endedAt is null""", Offboarding.class)
                        .setParameter(1, leaver.tenant().toString())
                        .setParameter(2, leaver.kind().word())
                        .setParameter(3, leaver.id())
                        .getSingleResult()));
    }

    @Override
    public Uni<Optional<Offboarding>> find(Tenant tenant, UUID id) {
        return sessions.withSession(session -> session.find(Offboarding.class, id))
                .map(found -> Optional.ofNullable(found)
                        .filter(job -> job.leaver().tenant().equals(tenant)));
    }

    @Override
    public Uni<Optional<Offboarding>> claim(Duration time) {
        var now = clock.instant();
        return sessions.withTransaction(session -> session.createSelectionQuery(
                                "from Offboarding where nextAttemptAt <= ?1 order by nextAttemptAt", Offboarding.class)
                        .setParameter(1, now)
                        .setMaxResults(1)
                        .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                        .getSingleResultOrNull())
                .invoke(due -> Optional.ofNullable(due).ifPresent(job -> job.claim(now.plus(time))))
                .map(Optional::ofNullable);
    }

    @Override
    public Uni<List<ConnectionId>> connected(UUID offboarding, int limit) {
        return sessions.withSession(session -> session.createNativeQuery("""
                                select connection_id from offboarding_reach reach
                                where offboarding_id = ?1 and status <> 'disconnected' and connected_at < until
                                and not exists (select from offboarding_retry retry where retry.offboarding_id = ?1
                                    and retry.item = reach.connection_id and retry.next_attempt_at > ?2)
                                order by connection_id limit ?3""", UUID.class)
                        .setParameter(1, offboarding)
                        .setParameter(2, clock.instant())
                        .setParameter(3, limit)
                        .getResultList())
                .map(ids -> ids.stream().map(ConnectionId::new).toList());
    }

    @Override
    public Uni<Void> ended(UUID offboarding, Disconnecting.Tokens tokens) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                                "update offboarding set connections = connections + 1 where id = ?1")
                        .setParameter(1, offboarding)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("""
                                        insert into offboarding_token (revocation_id, offboarding_id, ending)
                                        select unnest(cast(string_to_array(?1, ' ') as uuid[])), cast(?2 as uuid), null
                                        union all select gen_random_uuid(), cast(?2 as uuid), 'unopened' from generate_series(1, ?3)""")
                                .setParameter(
                                        1,
                                        tokens.revoking().stream()
                                                .map(UUID::toString)
                                                .collect(Collectors.joining(" ")))
                                .setParameter(2, offboarding)
                                .setParameter(3, tokens.unopened())
                                .executeUpdate()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> prompted(UUID offboarding) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                                "update offboarding set prompts = prompts + 1 where id = ?1")
                        .setParameter(1, offboarding)
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> goOn(UUID offboarding, Instant at) {
        return sessions.withTransaction(session -> session.createMutationQuery(
                                "update Offboarding set nextAttemptAt = ?2 where id = ?1 and endedAt is null")
                        .setParameter(1, offboarding)
                        .setParameter(2, at)
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> end(UUID offboarding, Instant at) {
        return sessions.withTransaction(session -> session.createMutationQuery("""
                        update Offboarding set endedAt = ?2, nextAttemptAt = null
                        where id = ?1 and endedAt is null and settlesAt <= ?2""")
                .setParameter(1, offboarding)
                .setParameter(2, at)
                .executeUpdate()
                .map(ended -> ended == 1));
    }

    /** Those of connections that another offboarding ended, or their owner, or whose renewal came late, are found by their connection. */
    @Override
    public Uni<Void> revoked(UUID revocation, ConnectionId connection, Instant begunAt, String ending) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                                "update offboarding_token set ending = ?2 where revocation_id = ?1")
                        .setParameter(1, revocation)
                        .setParameter(2, ending)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("""
                                        insert into offboarding_token (revocation_id, offboarding_id, ending)
                                        select ?1, offboarding_id, ?2 from offboarding_reach
                                        where connection_id = ?3 and until > ?4
                                        on conflict (revocation_id, offboarding_id) do nothing""")
                                .setParameter(1, revocation)
                                .setParameter(2, ending)
                                .setParameter(3, connection.value())
                                .setParameter(4, begunAt)
                                .executeUpdate()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Map<String, Long>> tokens(UUID offboarding) {
        return sessions.withSession(session -> session.createNativeQuery("""
                                select word, count(*) from (
                                    select coalesce(ending, 'pending') as word from offboarding_token
                                    where offboarding_id = ?1
                                    union all
                                    select 'pending' from offboarding_reach reach
                                    join revocation on revocation.connection_id = reach.connection_id
                                    where reach.offboarding_id = ?1 and revocation.begun_at < reach.until
                                    and not exists (select from offboarding_token token
                                        where token.revocation_id = revocation.id and token.offboarding_id = ?1)) every
                                group by word""", Object[].class)
                        .setParameter(1, offboarding)
                        .getResultList())
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> (String) row[0], row -> (Long) row[1])));
    }

    @Override
    public Uni<Long> kept(Leaver leaver) {
        return sessions.withSession(session -> session.createNativeQuery("""
                        select count(*) from connection where tenant = ?1 and owner_kind = 'workspace' and created_by = ?2
                        and created_by_kind = 'user'
                        and status <> 'disconnected' and ?3 = 'user'""", Long.class)
                .setParameter(1, leaver.tenant().toString())
                .setParameter(2, leaver.id())
                .setParameter(3, leaver.kind().word())
                .getSingleResult());
    }

    @Override
    public Uni<Long> underWay() {
        return sessions.withSession(session -> session.createSelectionQuery(
                        "select count(*) from Offboarding where endedAt is null", Long.class)
                .getSingleResult());
    }
}
