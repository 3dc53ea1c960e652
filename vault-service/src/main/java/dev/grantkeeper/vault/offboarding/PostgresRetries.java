package dev.grantkeeper.vault.offboarding;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresRetries implements Retries {

    /** What ended otherwise meanwhile, or was connected anew by somebody who came back, is not counted. */
    private static final String FAILING = """
            select count(*) from offboarding_retry retry
            join offboarding job on job.id = retry.offboarding_id and job.ended_at is null
            where (exists (select from offboarding_reach reach where reach.offboarding_id = job.id
                    and reach.connection_id = retry.item and status <> 'disconnected' and connected_at < until)
                or exists (select from prompt where id = retry.item and resolved_at is null))""";

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    PostgresRetries(Mutiny.SessionFactory sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Uni<Void> putOff(UUID offboarding, UUID item) {
        return sessions.withTransaction(session -> session.createNativeQuery("""
                                insert into offboarding_retry as retry (offboarding_id, item, next_attempt_at)
                                values (?1, ?2, cast(?3 as timestamptz) + interval '2 s')
                                on conflict (offboarding_id, item) do update set failures = retry.failures + 1,
                                    next_attempt_at = cast(?3 as timestamptz)
                                        + least(interval '5 min', interval '2 s' * power(2, least(retry.failures, 10)))""")
                        .setParameter(1, offboarding)
                        .setParameter(2, item)
                        .setParameter(3, clock.instant())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Set<UUID>> waiting(UUID offboarding) {
        return sessions.withSession(session -> session.createNativeQuery(
                                "select item from offboarding_retry where offboarding_id = ?1 and next_attempt_at > ?2",
                                UUID.class)
                        .setParameter(1, offboarding)
                        .setParameter(2, clock.instant())
                        .getResultList())
                .map(Set::copyOf);
    }

    @Override
    public Uni<Void> forget(UUID offboarding) {
        return sessions.withTransaction(
                        session -> session.createNativeQuery("delete from offboarding_retry where offboarding_id = ?1")
                                .setParameter(1, offboarding)
                                .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Long> failing(UUID offboarding) {
        return sessions.withSession(
                session -> session.createNativeQuery(FAILING + " and retry.offboarding_id = ?1", Long.class)
                        .setParameter(1, offboarding)
                        .getSingleResult());
    }

    @Override
    public Uni<Long> failing() {
        return sessions.withSession(
                session -> session.createNativeQuery(FAILING, Long.class).getSingleResult());
    }
}
