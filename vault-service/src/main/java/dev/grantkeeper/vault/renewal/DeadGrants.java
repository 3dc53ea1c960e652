package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionChanges;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.error.Faults;
import dev.grantkeeper.vault.value.Sealer;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The provider no longer accepts the refresh token that a connection holds. */
@ApplicationScoped
class DeadGrants {

    private static final Logger LOG = Logger.getLogger(DeadGrants.class);

    private final Quarantine quarantine;
    private final Renewing renewing;
    private final ConnectionChanges changes;
    private final Values values;

    DeadGrants(Quarantine quarantine, Renewing renewing, ConnectionChanges changes, Values values) {
        this.quarantine = quarantine;
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
        return quarantine
                .take(connection)
                .flatMap(kept -> kept.map(value -> open(connection, value))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .flatMap(opened -> opened.map(value -> sealer(connection)
                                .flatMap(sealer -> renewing.promote(connection, sealer, value))
                                .replaceWith(true))
                        .orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Sealer> sealer(Connection connection) {
        return values.sealer(connection.key().scope());
    }

    /** What does not open now may do so later, and be the only live token: only what never opens is given up. */
    private Uni<Optional<FreshValue>> open(Connection connection, QuarantinedValue kept) {
        var context = QuarantinedValue.context(connection, kept.parent());
        return values.open(connection.key().scope(), context, kept.envelope())
                .map(packed -> Optional.of(FreshValue.unpacked(packed, kept.obtainedAt())))
                .onFailure(Faults::isFinal)
                .recoverWithItem(fault -> {
                    LOG.warnf("connection %s: a quarantined token does not open", connection.id());
                    return Optional.empty();
                });
    }
}
