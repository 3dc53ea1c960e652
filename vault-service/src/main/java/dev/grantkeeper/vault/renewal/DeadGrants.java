package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionChanges;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The provider no longer accepts the refresh token that a connection holds. */
@ApplicationScoped
class DeadGrants {

    private final LateValues lateValues;
    private final Renewing renewing;
    private final ConnectionChanges changes;
    private final Values values;

    DeadGrants(LateValues lateValues, Renewing renewing, ConnectionChanges changes, Values values) {
        this.lateValues = lateValues;
        this.renewing = renewing;
        this.changes = changes;
        this.values = values;
    }

    /**
     * Goes on with a token kept in quarantine, if there is one; otherwise a person is asked. With the row locked, and its
     * workspace's key in memory.
     */
    Uni<Void> settle(Connection connection) {
        return promote(connection)
                .flatMap(promoted -> promoted ? Uni.createFrom().voidItem() : requireAuthentication(connection));
    }

    private Uni<Void> requireAuthentication(Connection connection) {
        if (connection.status() == ConnectionStatus.AUTH_REQUIRED) {
            return Uni.createFrom().voidItem();
        }
        var reason = connection.renewal().unknownSince().isPresent()
                ? AuthRequiredReason.OUTCOME_UNKNOWN
                : AuthRequiredReason.GRANT_REVOKED;
        connection.requireAuthentication(reason);
        return changes.tell(connection, Change.failed(reason));
    }

    private Uni<Boolean> promote(Connection connection) {
        return lateValues.takeNewest(connection).flatMap(found -> found.map(
                        value -> values.sealer(connection.key().scope())
                                .flatMap(sealer -> renewing.promote(connection, sealer, value))
                                .replaceWith(true))
                .orElseGet(() -> Uni.createFrom().item(false)));
    }
}
