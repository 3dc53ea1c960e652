package dev.grantkeeper.vault.event;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.UUID;
import org.hibernate.query.TypedParameterValue;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.type.StandardBasicTypes;

@ApplicationScoped
class PostgresOutbox implements Outbox {

    private static final String INSERT =
            "insert into outbox (topic, key, type, event_id, occurred_at, data) values (?1, ?2, ?3, ?4, ?5, ?6)";

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    PostgresOutbox(Mutiny.SessionFactory sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Uni<Void> append(Event event) {
        return sessions.withTransaction((session, transaction) -> session.createNativeQuery(INSERT)
                .setParameter(1, event.topic().topicName())
                .setParameter(2, event.key())
                .setParameter(3, event.topic().type())
                .setParameter(4, UUID.randomUUID())
                .setParameter(5, clock.instant())
                .setParameter(6, new TypedParameterValue<>(StandardBasicTypes.STRING, data(event)))
                .executeUpdate()
                .replaceWithVoid());
    }

    /** Null for a tombstone, which is why its type has to be said. */
    private static String data(Event event) {
        return event.data().map(JsonObject::encode).orElse(null);
    }
}
