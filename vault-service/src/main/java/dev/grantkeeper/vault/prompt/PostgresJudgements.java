package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.connection.ConnectionId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresJudgements implements StoredJudgements {

    private final Mutiny.SessionFactory sessions;

    PostgresJudgements(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public Uni<Optional<UUID>> nextDefinition(UUID after) {
        return sessions.withSession(session -> session.createNativeQuery(
                                "select id from definition where judged_version < version order by id <= ?1, id limit 1",
                                UUID.class)
                        .setParameter(1, after)
                        .getSingleResultOrNull())
                .map(Optional::ofNullable);
    }

    @Override
    public Uni<List<ConnectionId>> unjudged(UUID definition, int version, int limit) {
        return sessions.withSession(session -> session.createNativeQuery(
                                "select id from connection where definition_id = ?1 and judged_version < ?2 limit ?3",
                                UUID.class)
                        .setParameter(1, definition)
                        .setParameter(2, version)
                        .setParameter(3, limit)
                        .getResultList())
                .map(ids -> ids.stream().map(ConnectionId::new).toList());
    }

    @Override
    public Uni<Void> hold(UUID definition) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                        "select version from definition where id = ?1 for share", Integer.class)
                .setParameter(1, definition)
                .getSingleResult()
                .replaceWithVoid());
    }

    @Override
    public Uni<Void> allJudged(UUID definition, int version) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                        "update definition set judged_version = ?2 where id = ?1 and version = ?2")
                .setParameter(1, definition)
                .setParameter(2, version)
                .executeUpdate()
                .replaceWithVoid());
    }
}
