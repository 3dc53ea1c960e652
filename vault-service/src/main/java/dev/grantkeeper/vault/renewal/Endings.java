package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionChanges;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.error.Faults;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What renewals cannot help, soon or now: a person is asked ahead of the end, and again when it has come. */
@ApplicationScoped
class Endings {

    private final Connections connections;
    private final ConnectionChanges changes;
    private final DeadGrants deadGrants;
    private final Attempts attempts;
    private final Continuity continuity;
    private final Values values;
    private final Transactions transactions;
    private final InstantSource clock;

    Endings(
            Connections connections,
            ConnectionChanges changes,
            DeadGrants deadGrants,
            Attempts attempts,
            Continuity continuity,
            Values values,
            Transactions transactions,
            InstantSource clock) {
        this.connections = connections;
        this.changes = changes;
        this.deadGrants = deadGrants;
        this.attempts = attempts;
        this.continuity = continuity;
        this.values = values;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Looks again with the row locked: whatever was found may have changed since. */
    Uni<Void> end(ConnectionId id) {
        return connections
                .find(id)
                .call(found -> found.map(this::loadKey)
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .chain(() -> transactions.inOne(() -> connections.lock(id).flatMap(found -> found.filter(
                                connection -> connection.status() == ConnectionStatus.CONNECTED)
                        .map(connection -> warnIfDue(connection).chain(() -> endIfDue(connection)))
                        .orElseGet(() -> Uni.createFrom().voidItem()))));
    }

    /** The end of the refresh token comes near, and no renewal has moved it. */
    private Uni<Void> warnIfDue(Connection connection) {
        if (!connection.refreshToken().isWarningDue(clock.instant())) {
            return Uni.createFrom().voidItem();
        }
        connection.refreshToken().warned(true);
        return changes.tell(connection, Change.warned(AuthRequiredReason.EXPIRES_SOON));
    }

    private Uni<Void> endIfDue(Connection connection) {
        return isDue(connection) ? end(connection) : Uni.createFrom().voidItem();
    }

    /** A dead grant may have a token in quarantine, to be opened under the lock. */
    private Uni<Void> loadKey(Connection connection) {
        return connection.renewal().isRejected()
                ? values.sealer(connection.key().scope())
                        .replaceWithVoid()
                        .onFailure(Faults::isFinal)
                        .recoverWithNull()
                : Uni.createFrom().voidItem();
    }

    /** Waits while the outcome that may bring a newer token could not be stored yet. */
    private Uni<Void> unlessAwaited(Connection connection, Instant now, Supplier<Uni<Void>> end) {
        return attempts.unanswered(connection).flatMap(unanswered -> {
            var awaited = continuity.outcomesAwaited(unanswered.stream()
                    .filter(attempt -> attempt.isFor(connection))
                    .toList());
            if (now.isBefore(awaited)) {
                connection.renewal().waitUntil(awaited);
                return Uni.createFrom().voidItem();
            }
            return end.get();
        });
    }

    private boolean isDue(Connection connection) {
        var now = clock.instant();
        var renewal = connection.renewal();
        return renewal.dueAt().filter(due -> !due.isAfter(now)).isPresent()
                && renewal.nextAttemptAt().filter(now::isBefore).isEmpty();
    }

    private Uni<Void> end(Connection connection) {
        var now = clock.instant();
        if (connection.renewal().isRejected()) {
            return unlessAwaited(connection, now, () -> deadGrants.settle(connection));
        }
        if (connection.refreshToken().lives(now)) {
            return Uni.createFrom().voidItem();
        }
        var living = connection.expiresAt().filter(now::isBefore);
        if (living.isPresent()) {
            connection.renewal().waitUntil(living.get());
            return connection.refreshToken().isWarned()
                    ? Uni.createFrom().voidItem()
                    : changes.tell(connection, Change.warned(AuthRequiredReason.EXPIRES_SOON));
        }
        return unlessAwaited(connection, now, () -> {
            connection.requireAuthentication(AuthRequiredReason.EXPIRED);
            return changes.tell(connection, Change.failed(AuthRequiredReason.EXPIRED));
        });
    }
}
