package dev.grantkeeper.vault.connection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A connection as management shows it: everything but its value. */
record ConnectionView(
        UUID id,
        String app,
        OwnerView owner,
        String type,
        String status,
        Optional<String> reason,
        OwnerView createdBy,
        Instant connectedAt,
        List<String> scopes,
        boolean renewable,
        Map<String, String> metadata,
        Optional<Instant> expiresAt,
        Optional<Instant> renewedAt,
        Optional<Instant> nextRenewalAt,
        Optional<Instant> refreshExpiresAt,
        Optional<Instant> reauthorizeBy,
        long generation) {

    record OwnerView(String type, String id) {}

    static ConnectionView of(Connection connection) {
        var owner = connection.owner();
        return new ConnectionView(
                connection.id().value(),
                connection.key().app(),
                new OwnerView(owner.kind().word(), owner.id()),
                connection.type().word(),
                connection.status().word(),
                connection.failure().map(AuthRequiredReason::word),
                new OwnerView(
                        connection.entrusted().createdBy().kind().word(),
                        connection.entrusted().createdBy().id()),
                connection.entrusted().connectedAt(),
                connection.scopes(),
                connection.refresh().isPresent(),
                connection.entrusted().metadata(),
                connection.expiresAt(),
                connection.renewedAt(),
                connection.renewal().dueAt(),
                connection.refreshToken().expiresAt(),
                connection.refreshToken().reauthorizeBy(),
                connection.generation());
    }
}
