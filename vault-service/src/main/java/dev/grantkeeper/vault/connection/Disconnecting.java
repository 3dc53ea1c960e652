package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.Revocation;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenType;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.ProviderClients;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** A person takes a grant back: the values are erased here, then revoked at the provider (RFC 7009). */
@ApplicationScoped
public class Disconnecting {

    private static final Logger LOG = Logger.getLogger(Disconnecting.class);

    /** What is needed to revoke, opened before it is erased. */
    private record Revocable(ConnectionKey key, UUID definitionId, int version, Token token, TokenType type) {}

    private final Connections connections;
    private final ConnectionChanges changes;
    private final Values values;
    private final ProviderClients clients;
    private final TokenClient provider;
    private final Transactions transactions;

    Disconnecting(
            Connections connections,
            ConnectionChanges changes,
            Values values,
            ProviderClients clients,
            TokenClient provider,
            Transactions transactions) {
        this.connections = connections;
        this.changes = changes;
        this.values = values;
        this.clients = clients;
        this.provider = provider;
        this.transactions = transactions;
    }

    /**
     * Completes once the values are erased and the provider was asked once. Disconnecting what is disconnected does nothing.
     *
     * <p>Fails with NOT_FOUND for a connection the person may not see, FORBIDDEN for a workspace's unless an admin asks.
     */
    Uni<Void> disconnect(Person person, ConnectionId id) {
        return connections
                .find(id)
                .map(found -> entitled(person, found))
                // The key first: fetching it may take a database connection, which nobody should wait for under a lock.
                .flatMap(connection -> values.sealer(connection.key().scope()))
                .chain(() -> transactions.inOne(() -> connections.lock(id).flatMap(found -> erase(person, found))))
                .flatMap(revocable -> revocable.map(this::revoke).orElseGet(() -> Uni.createFrom()
                        .voidItem()));
    }

    private Uni<Optional<Revocable>> erase(Person person, Optional<Connection> found) {
        var connection = entitled(person, found);
        if (connection.status() == ConnectionStatus.DISCONNECTED) {
            return Uni.createFrom().item(Optional.empty());
        }
        return revocable(connection).call(() -> {
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

    private Uni<Optional<Revocable>> revocable(Connection connection) {
        var sealed = connection.refresh().or(connection::access);
        if (connection.type() != ConnectionType.OAUTH2 || sealed.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        var type = connection.refresh().isPresent() ? TokenType.REFRESH_TOKEN : TokenType.ACCESS_TOKEN;
        return values.open(
                        connection.key().scope(),
                        sealed.get().context(),
                        sealed.get().envelope())
                .map(secret -> Optional.of(new Revocable(
                        connection.key(),
                        connection.definitionId(),
                        connection.definitionVersion(),
                        token(secret),
                        type)))
                // What does not open cannot be revoked; a person can still be rid of it.
                .onFailure(Disconnecting::doesNotOpen)
                .recoverWithItem(Optional.empty());
    }

    private static boolean doesNotOpen(Throwable fault) {
        return fault instanceof Failure failure && failure.reason() == Reason.NOT_FOUND;
    }

    private static Token token(Secret secret) {
        return Token.of(secret.revealUtf8());
    }

    private Uni<Void> revoke(Revocable revocable) {
        return revoke(revocable.key, revocable.definitionId, revocable.version, revocable.token, revocable.type);
    }

    /** Asks the provider once to revoke a token that nobody will use any more; a refusal is logged, nothing else. */
    public Uni<Void> revoke(ConnectionKey key, UUID definitionId, int version, Token token, TokenType type) {
        return clients.definitionForGrant(definitionId, version)
                .map(key::own)
                .flatMap(clients::open)
                .flatMap(client -> Uni.createFrom()
                        .completionStage(() -> provider.revoke(client.settings(), client.identity(), token, type)
                                .toCompletionStage()))
                .invoke(ended -> {
                    if (ended != Revocation.REVOKED && ended != Revocation.NOT_OFFERED) {
                        LOG.warnf("definition %s: a token was not revoked at its provider: %s", definitionId, ended);
                    }
                })
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "definition %s: a token was not revoked at its provider: %s",
                        definitionId, fault.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
