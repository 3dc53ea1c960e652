package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.ConnectionKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresPrompts implements StoredPrompts {

    private static final String OF_KEY =
            "from PromptEntity where tenant = ?1 and app = ?2 and ownerKind = ?3 and ownerId = ?4";

    private final Mutiny.SessionFactory sessions;

    PostgresPrompts(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public Uni<Optional<Prompt>> open(ConnectionKey key) {
        return sessions.withSession(session ->
                        ofKey(session, key, " and resolvedAt is null").getSingleResultOrNull())
                .map(found -> Optional.ofNullable(found).map(PromptEntity::prompt));
    }

    @Override
    public Uni<Void> add(Prompt prompt) {
        return sessions.withTransaction(
                session -> session.persist(PromptEntity.of(prompt)).chain(session::flush));
    }

    @Override
    public Uni<Void> widen(Prompt wider) {
        return sessions.withTransaction(
                session -> session.createMutationQuery("update PromptEntity set wantedScopes = ?2 where id = ?1")
                        .setParameter(1, wider.id())
                        .setParameter(2, String.join(" ", wider.scopes()))
                        .executeUpdate()
                        .replaceWithVoid());
    }

    @Override
    public Uni<Void> resolve(Prompt resolved) {
        return sessions.withTransaction(session -> session.createMutationQuery(
                        "update PromptEntity set resolvedAt = ?2, resolvedBy = ?3 where id = ?1")
                .setParameter(1, resolved.id())
                .setParameter(2, resolved.resolvedAt().orElseThrow())
                .setParameter(3, resolved.resolvedBy().orElse(null))
                .executeUpdate()
                .replaceWithVoid());
    }

    @Override
    public Uni<Optional<Prompt>> find(UUID id) {
        return sessions.withSession(session -> session.find(PromptEntity.class, id))
                .map(found -> Optional.ofNullable(found).map(PromptEntity::prompt));
    }

    @Override
    public Uni<Optional<Offered>> offered(ConnectionKey key) {
        return sessions.withSession(session -> session.createNativeQuery("""
                                select d.name, v.type from definition d
                                join definition_version v on v.definition_id = d.id and v.version = d.version
                                where d.issuer = ?1 and d.app = ?2 and d.owner_kind = ?3""", Object[].class)
                        .setParameter(1, key.tenant().issuer())
                        .setParameter(2, key.app())
                        .setParameter(3, key.owner().kind().word())
                        .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row)
                        .map(found -> new Offered(Optional.ofNullable((String) found[0]), (String) found[1])));
    }

    @Override
    public Uni<List<Prompt>> resolvedBefore(Instant time, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery(
                                "from PromptEntity where resolvedAt < ?1 order by resolvedAt, id", PromptEntity.class)
                        .setParameter(1, time)
                        .setMaxResults(limit)
                        .getResultList())
                .map(PostgresPrompts::prompts);
    }

    @Override
    public Uni<List<Prompt>> openOf(
            Tenant tenant, Optional<String> app, Optional<Owner> owner, Instant before, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery("""
                                from PromptEntity where tenant = :tenant and resolvedAt is null and openedAt < :before
                                and (:app is null or app = :app)
                                and (:kind is null or ownerKind = :kind and ownerId = :owner) order by id""", PromptEntity.class)
                        .setParameter("tenant", tenant.toString())
                        .setParameter("before", before)
                        .setParameter("app", app.orElse(null))
                        .setParameter(
                                "kind", owner.map(one -> one.kind().word()).orElse(null))
                        .setParameter("owner", owner.map(Owner::id).orElse(null))
                        .setMaxResults(limit)
                        .getResultList())
                .map(PostgresPrompts::prompts);
    }

    @Override
    public Uni<List<Prompt>> ofTenant(Tenant tenant, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery(
                                "from PromptEntity where tenant = ?1 order by id", PromptEntity.class)
                        .setParameter(1, tenant.toString())
                        .setMaxResults(limit)
                        .getResultList())
                .map(PostgresPrompts::prompts);
    }

    @Override
    public Uni<Void> delete(UUID id) {
        return sessions.withTransaction(session -> session.createMutationQuery("delete PromptEntity where id = ?1")
                .setParameter(1, id)
                .executeUpdate()
                .replaceWithVoid());
    }

    @Override
    public Uni<Boolean> any(ConnectionKey key) {
        return sessions.withSession(
                        session -> ofKey(session, key, "").setMaxResults(1).getSingleResultOrNull())
                .map(found -> found != null);
    }

    private static Mutiny.SelectionQuery<PromptEntity> ofKey(Mutiny.Session session, ConnectionKey key, String and) {
        return session.createSelectionQuery(OF_KEY + and, PromptEntity.class)
                .setParameter(1, key.tenant().toString())
                .setParameter(2, key.app())
                .setParameter(3, key.owner().kind().word())
                .setParameter(4, key.owner().id());
    }

    private static List<Prompt> prompts(List<PromptEntity> found) {
        return found.stream().map(PromptEntity::prompt).toList();
    }
}
