package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionChanges;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.event.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/** What is due and cannot be renewed: a person is asked ahead of the end, and again when it has come. */
@ApplicationScoped
class Endings {

    private final Connections connections;
    private final ConnectionChanges changes;
    private final DeadGrants deadGrants;
    private final Transactions transactions;
    private final InstantSource clock;

    Endings(
            Connections connections,
            ConnectionChanges changes,
            DeadGrants deadGrants,
            Transactions transactions,
            InstantSource clock) {
        this.connections = connections;
        this.changes = changes;
        this.deadGrants = deadGrants;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Looks again with the row locked: whatever was found may have changed since. */
    Uni<Void> end(ConnectionId id) {
        return transactions.inOne(() -> connections.lock(id).flatMap(found -> found.filter(this::isDue)
                .map(this::end)
                .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private boolean isDue(Connection connection) {
        var now = clock.instant();
        var renewal = connection.renewal();
        return connection.status() == ConnectionStatus.CONNECTED
                && renewal.dueAt().filter(due -> !due.isAfter(now)).isPresent()
                && renewal.nextAttemptAt().filter(now::isBefore).isEmpty();
    }

    private Uni<Void> end(Connection connection) {
        if (connection.refresh().isPresent()) {
            return connection.renewal().isRejected()
                    ? deadGrants.settle(connection)
                    : Uni.createFrom().voidItem();
        }
        var living = connection.expiresAt().filter(clock.instant()::isBefore);
        if (living.isPresent()) {
            connection.renewal().waitUntil(living.get());
            return changes.tell(connection, Change.warned(AuthRequiredReason.EXPIRES_SOON));
        }
        connection.requireAuthentication(AuthRequiredReason.EXPIRED);
        return changes.tell(connection, Change.failed(AuthRequiredReason.EXPIRED));
    }
}
