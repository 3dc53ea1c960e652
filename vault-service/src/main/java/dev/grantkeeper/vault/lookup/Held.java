package dev.grantkeeper.vault.lookup;

import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.connection.Creator;
import dev.grantkeeper.vault.definition.ConnectionType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the database holds of a connection, as far as a lookup needs it.
 *
 * @param envelope null while there is no value, and then it does not live at any time
 * @param definitionVersion by which it is renewed
 * @param judgedVersion the newest by which it is known whether it goes by that
 * @param clientDue whether it is a client's, and a renewal is due
 */
record Held(
        ConnectionId id,
        ConnectionType type,
        ConnectionStatus status,
        Optional<AuthRequiredReason> failure,
        long generation,
        byte[] envelope,
        long sealedAt,
        boolean renewable,
        int definitionVersion,
        int judgedVersion,
        boolean clientDue,
        List<String> scopes,
        Optional<Instant> expiresAt,
        Optional<Duration> lifetime,
        Creator createdBy,
        Map<String, String> metadata) {

    boolean livesAt(Instant moment) {
        return envelope != null && expiresAt.map(moment::isBefore).orElse(true);
    }
}
