package dev.grantkeeper.vault.connection;

import dev.grantkeeper.oauth2.TokenType;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Sealer;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** A person takes a grant back: the values are erased here and, whatever comes in between, revoked at the provider (RFC 7009). */
@ApplicationScoped
class Disconnecting {

    private final Connections connections;
    private final ConnectionChanges changes;
    private final Values values;
    private final Revocations revocations;
    private final Transactions transactions;

    Disconnecting(
            Connections connections,
            ConnectionChanges changes,
            Values values,
            Revocations revocations,
            Transactions transactions) {
        this.connections = connections;
        this.changes = changes;
        this.values = values;
        this.revocations = revocations;
        this.transactions = transactions;
    }

    /**
     * Completes once the values are erased and nothing can keep the provider from being asked. Disconnecting what is
     * disconnected does nothing.
     *
     * <p>Fails with NOT_FOUND for a connection the person may not see, FORBIDDEN for a workspace's unless an admin asks.
     */
    Uni<Void> disconnect(Person person, ConnectionId id) {
        return connections
                .find(id)
                .map(found -> entitled(person, found))
                // The key first: fetching it may take a database connection, which nobody should wait for under a lock.
                .flatMap(connection -> values.sealer(connection.key().scope()))
                .flatMap(sealer -> transactions.inOne(
                        () -> connections.lock(id).flatMap(found -> erase(person, entitled(person, found), sealer))))
                .invoke(revocation -> revocation.ifPresent(revocations::attempt))
                .replaceWithVoid();
    }

    /** The revocation to attempt, if there is one. */
    private Uni<Optional<UUID>> erase(Person person, Connection connection, Sealer sealer) {
        if (connection.status() == ConnectionStatus.DISCONNECTED) {
            return Uni.createFrom().item(Optional.empty());
        }
        return revoke(connection, sealer).call(() -> {
            connection.disconnect();
            return changes.tell(connection, Change.disconnected(person.user()));
        });
    }

    private static Connection entitled(Person person, Optional<Connection> found) {
        var connection = visible(person, found);
        person.actingFor(connection.owner().kind());
        return connection;
    }

    static Connection visible(Person person, Optional<Connection> found) {
        return found.filter(connection -> connection.key().tenant().equals(person.tenant()))
                .filter(connection -> person.maySee(connection.owner()))
                .orElseThrow(() -> Failure.notFound("connection"));
    }

    private Uni<Optional<UUID>> revoke(Connection connection, Sealer sealer) {
        var sealed = connection.refresh().or(connection::access);
        if (connection.type() != ConnectionType.OAUTH2 || sealed.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        var id = UUID.randomUUID();
        var type = connection.refresh().isPresent() ? TokenType.REFRESH_TOKEN : TokenType.ACCESS_TOKEN;
        return values.open(
                        connection.key().scope(),
                        sealed.get().context(),
                        sealed.get().envelope())
                .flatMap(token -> revocations.add(id, connection, sealer, token, type))
                .replaceWith(Optional.of(id))
                // What does not open cannot be revoked; a person can still be rid of it.
                .onFailure(Values::isUnopened)
                .recoverWithItem(Optional.empty());
    }
}
