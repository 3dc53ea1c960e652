package dev.grantkeeper.vault.hook;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresHooks implements Hooks {

    private static final String OF_APP = "from HookEntity where issuer = ?1 and app = ?2";
    private static final String ONE = OF_APP + " and event = ?3";
    private static final String SIGNING = """
            from HookSecretEntity where key.hookId = ?1 and (endsAt is null or endsAt > ?2) order by key.version desc""";

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    PostgresHooks(Mutiny.SessionFactory sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Uni<Optional<Hook>> find(String issuer, String app, HookEvent event) {
        return sessions.withSession(session -> one(session, issuer, app, event, LockModeType.NONE));
    }

    @Override
    public Uni<Optional<Hook>> lock(String issuer, String app, HookEvent event) {
        return sessions.withTransaction(session -> one(session, issuer, app, event, LockModeType.PESSIMISTIC_WRITE));
    }

    private Uni<Optional<Hook>> one(
            Mutiny.Session session, String issuer, String app, HookEvent event, LockModeType lock) {
        return session.createSelectionQuery(ONE, HookEntity.class)
                .setParameter(1, issuer)
                .setParameter(2, app)
                .setParameter(3, event.word())
                .setLockMode(lock)
                .getSingleResultOrNull()
                .flatMap(row -> row == null
                        ? Uni.createFrom().item(Optional.empty())
                        : signing(session, row).map(Optional::of));
    }

    @Override
    public Uni<List<Hook>> ofApp(String issuer, String app) {
        return sessions.withSession(
                session -> session.createSelectionQuery(OF_APP + " order by event", HookEntity.class)
                        .setParameter(1, issuer)
                        .setParameter(2, app)
                        .getResultList()
                        .flatMap(rows -> Multi.createFrom()
                                .iterable(rows)
                                .onItem()
                                .transformToUniAndConcatenate(row -> signing(session, row))
                                .collect()
                                .asList()));
    }

    @Override
    public Uni<Boolean> add(Hook hook) {
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        insert into hook (id, issuer, app, event, url, timeout_ms, created_at)
                        values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict (issuer, app, event) do nothing""")
                .setParameter(1, hook.id())
                .setParameter(2, hook.issuer())
                .setParameter(3, hook.app())
                .setParameter(4, hook.event().word())
                .setParameter(5, hook.url().toString())
                .setParameter(6, (int) hook.timeout().toMillis())
                .setParameter(7, hook.createdAt())
                .executeUpdate()
                .flatMap(inserted -> inserted == 0
                        ? Uni.createFrom().item(false)
                        : addSecret(session, hook, hook.secrets().get(0)).replaceWith(true)));
    }

    @Override
    public Uni<Void> update(Hook hook) {
        return sessions.withTransaction(
                        session -> session.createNativeQuery("update hook set url = ?1, timeout_ms = ?2 where id = ?3")
                                .setParameter(1, hook.url().toString())
                                .setParameter(2, (int) hook.timeout().toMillis())
                                .setParameter(3, hook.id())
                                .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> rotate(Hook hook, Hook.SealedSecret newest, Instant formerEndsAt) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                        "update hook_secret set ends_at = ?1 where hook_id = ?2 and ends_at is null")
                .setParameter(1, formerEndsAt)
                .setParameter(2, hook.id())
                .executeUpdate()
                .chain(() -> addSecret(session, hook, newest)));
    }

    @Override
    public Uni<Boolean> delete(String issuer, String app, HookEvent event) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                                "delete from hook where issuer = ?1 and app = ?2 and event = ?3")
                        .setParameter(1, issuer)
                        .setParameter(2, app)
                        .setParameter(3, event.word())
                        .executeUpdate())
                .map(deleted -> deleted == 1);
    }

    @Override
    public Uni<Void> eraseEnded() {
        return sessions.withTransaction(
                        session -> session.createNativeQuery("delete from hook_secret where ends_at <= ?1")
                                .setParameter(1, clock.instant())
                                .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> addSecret(Mutiny.Session session, Hook hook, Hook.SealedSecret secret) {
        return session.createNativeQuery(
                        "insert into hook_secret (hook_id, version, envelope, created_at) values (?1, ?2, ?3, ?4)")
                .setParameter(1, hook.id())
                .setParameter(2, secret.version())
                .setParameter(3, secret.envelope())
                .setParameter(4, secret.createdAt())
                .executeUpdate()
                .replaceWithVoid();
    }

    private Uni<Hook> signing(Mutiny.Session session, HookEntity row) {
        return session.createSelectionQuery(SIGNING, HookSecretEntity.class)
                .setParameter(1, row.id)
                .setParameter(2, clock.instant())
                .getResultList()
                .map(secrets -> new Hook(
                        row.id,
                        row.issuer,
                        row.app,
                        HookEvent.ofWord(row.event),
                        URI.create(row.url),
                        Duration.ofMillis(row.timeoutMs),
                        row.createdAt,
                        secrets.stream().map(PostgresHooks::secret).toList()));
    }

    private static Hook.SealedSecret secret(HookSecretEntity row) {
        return new Hook.SealedSecret(row.key.version(), row.envelope, row.createdAt, Optional.ofNullable(row.endsAt));
    }
}
