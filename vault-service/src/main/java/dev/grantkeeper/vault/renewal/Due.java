package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.RenewalState.Urgency;
import java.time.Instant;
import java.util.Optional;

/** A generation to be renewed. */
record Due(ConnectionId connection, long generation, Urgency urgency, Instant dueAt, Optional<Instant> expiresAt) {

    static Due of(Connection connection) {
        var renewal = connection.renewal();
        return new Due(
                connection.id(),
                connection.generation(),
                renewal.urgency(),
                renewal.dueAt().orElseThrow(),
                connection.expiresAt());
    }
}
