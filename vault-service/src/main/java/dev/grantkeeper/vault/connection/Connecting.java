package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores what a person entrusted to the vault, as a new grant. */
@ApplicationScoped
public class Connecting {

    private final Connections connections;
    private final ConnectionChanges changes;
    private final Definitions definitions;
    private final Values values;
    private final Transactions transactions;

    Connecting(
            Connections connections,
            ConnectionChanges changes,
            Definitions definitions,
            Values values,
            Transactions transactions) {
        this.definitions = definitions;
        this.connections = connections;
        this.changes = changes;
        this.values = values;
        this.transactions = transactions;
    }

    /**
     * @param access the secret, or the access token
     * @param refresh the refresh token, where the provider gave one
     * @param user who connected it
     */
    public Uni<Connection> connect(
            ConnectionKey key,
            Definition definition,
            String user,
            Secret access,
            Optional<Secret> refresh,
            List<String> scopes,
            Validity validity) {
        var kind = definition.type() == ConnectionType.SECRET ? SealedKind.SECRET : SealedKind.ACCESS;
        return values.sealer(key.scope())
                .flatMap(sealer ->
                        transactions.inOne(() -> connections.lockOrNew(key).flatMap(connection -> {
                            var next = connection.nextGeneration();
                            var id = connection.id();
                            var value = sealer.seal(key.context(kind, id, next), access);
                            var renewing =
                                    refresh.map(token -> sealer.seal(key.context(SealedKind.REFRESH, id, next), token));
                            return goesOn(connection, definition, refresh, validity.obtainedAt())
                                    .invoke(goesOn -> {
                                        if (goesOn) {
                                            connection.reauthorize(definition, user, value, scopes, validity);
                                        } else {
                                            connection.connect(definition, user, value, renewing, scopes, validity);
                                        }
                                    })
                                    .chain(() -> connections.add(connection))
                                    .chain(() -> changes.tell(connection, Change.connected(user)))
                                    .replaceWith(connection);
                        })));
    }

    /** Whether the refresh token at hand stays: none came, and the same client may go on using it, for the same account. */
    private Uni<Boolean> goesOn(Connection connection, Definition definition, Optional<Secret> refresh, Instant now) {
        if (refresh.isPresent()
                || !connection.isRenewable(now)
                || !connection.definitionId().equals(definition.id())
                || !connection.inputs().equals(definition.inputValues())) {
            return Uni.createFrom().item(false);
        }
        return definitions
                .version(connection.definitionId(), connection.definitionVersion())
                .map(before -> before.clientId().equals(definition.clientId()));
    }
}
