package dev.grantkeeper.vault.connection;

import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.event.Event;
import dev.grantkeeper.vault.event.Outbox;
import dev.grantkeeper.vault.event.Topic;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.InstantSource;

/** Tells everybody who has to know of a change, in the transaction that makes it. */
@ApplicationScoped
public class ConnectionChanges {

    private final Outbox outbox;
    private final Audit audit;
    private final Instance<ChangeObserver> observers;
    private final InstantSource clock;

    ConnectionChanges(Outbox outbox, Audit audit, Instance<ChangeObserver> observers, InstantSource clock) {
        this.outbox = outbox;
        this.audit = audit;
        this.observers = observers;
        this.clock = clock;
    }

    /** Call it with the connection's row locked, after the change. */
    public Uni<Void> tell(Connection connection, Change change) {
        var told = Uni.createFrom().voidItem();
        for (var observer : observers) {
            told = told.chain(() -> observer.changed(connection, change));
        }
        told = told.chain(() -> audit.append(entry(connection, change)));
        return change.kind() == Change.Kind.WARNED ? told : told.chain(() -> outbox.append(event(connection, change)));
    }

    private Event event(Connection connection, Change change) {
        var owner = connection.owner();
        var data = new JsonObject()
                .put("connection_id", connection.id().toString())
                .put("tenant", connection.key().tenant().toString())
                .put("app", connection.key().app())
                .put("owner", new JsonObject().put("type", owner.kind().word()).put("id", owner.id()))
                .put("change", change.kind().word())
                .put("generation", connection.generation())
                .put("at", clock.instant());
        return Event.of(Topic.CONNECTION_CHANGED, connection.id().toString(), data);
    }

    private static AuditEntry entry(Connection connection, Change change) {
        var action =
                switch (change.kind()) {
                    case CONNECTED -> AuditAction.CONNECTED;
                    case RENEWED -> AuditAction.RENEWED;
                    case DISCONNECTED -> AuditAction.DISCONNECTED;
                    case FAILED, WARNED -> AuditAction.RENEWAL_FAILED;
                };
        var actorKind =
                switch (change.kind()) {
                    case CONNECTED, DISCONNECTED -> change.byApp() ? "execution" : "person";
                    case RENEWED -> "worker";
                    case FAILED, WARNED -> "vault";
                };
        return new AuditEntry(
                action,
                connection.key().tenant().toString(),
                actorKind,
                change.by().orElse("vault"),
                connection.key().app(),
                connection.id().value(),
                connection.generation(),
                change.reason().map(AuthRequiredReason::word).orElse(null));
    }
}
