package dev.grantkeeper.vault.prompt;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.query.TypedParameterValue;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.type.StandardBasicTypes;

@ApplicationScoped
class PostgresHidings implements StoredHidings {

    private final Mutiny.SessionFactory sessions;

    PostgresHidings(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public Uni<List<Hiding>> of(UUID prompt) {
        // By columns: as entities, those read before in this session would be as they were then.
        return sessions.withSession(session -> session.createSelectionQuery("""
                                select h.key.userId, h.hiddenAt, h.endsAt from HidingEntity h
                                where h.key.promptId = ?1 order by h.key.userId""", Object[].class)
                        .setParameter(1, prompt)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row ->
                                new Hiding((String) row[0], (Instant) row[1], Optional.ofNullable((Instant) row[2])))
                        .toList());
    }

    @Override
    public Uni<Void> put(UUID prompt, Hiding hiding) {
        return sessions.withTransaction(session -> session.createNativeQuery("""
                                insert into prompt_hiding (prompt_id, user_id, hidden_at, until) values (?1, ?2, ?3, ?4)
                                on conflict (prompt_id, user_id) do update
                                set hidden_at = excluded.hidden_at, until = excluded.until""")
                        .setParameter(1, prompt)
                        .setParameter(2, hiding.user())
                        .setParameter(3, hiding.at())
                        .setParameter(
                                4,
                                // A null needs its type said.
                                new TypedParameterValue<>(
                                        StandardBasicTypes.INSTANT,
                                        hiding.until().orElse(null)))
                        .executeUpdate())
                .chain(() -> note(prompt));
    }

    @Override
    public Uni<Void> delete(UUID prompt, String user) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                                "delete from prompt_hiding where prompt_id = ?1 and user_id = ?2")
                        .setParameter(1, prompt)
                        .setParameter(2, user)
                        .executeUpdate())
                .chain(() -> note(prompt));
    }

    @Override
    public Uni<Void> endDismissals(UUID prompt, Instant until) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                                "delete from prompt_hiding where prompt_id = ?1 and until is null and hidden_at <= ?2")
                        .setParameter(1, prompt)
                        .setParameter(2, until)
                        .executeUpdate())
                .chain(() -> note(prompt));
    }

    private Uni<Void> note(UUID prompt) {
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        update prompt set dismissed_at =
                            (select min(hidden_at) from prompt_hiding where prompt_id = ?1 and until is null)
                        where id = ?1""")
                .setParameter(1, prompt)
                .executeUpdate()
                .replaceWithVoid());
    }
}
