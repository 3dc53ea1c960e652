package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores what a person entrusted to the vault, as a new grant. */
@ApplicationScoped
public class Connecting {

    private final Workspaces workspaces;
    private final Connections connections;
    private final ConnectionChanges changes;
    private final Definitions definitions;
    private final Values values;
    private final Transactions transactions;

    Connecting(
            Workspaces workspaces,
            Connections connections,
            ConnectionChanges changes,
            Definitions definitions,
            Values values,
            Transactions transactions) {
        this.workspaces = workspaces;
        this.definitions = definitions;
        this.connections = connections;
        this.changes = changes;
        this.values = values;
        this.transactions = transactions;
    }

    /** As the other one, of an account that nothing is known of. */
    public Uni<Connection> connect(
            ConnectionKey key,
            Definition definition,
            String user,
            Secret access,
            Optional<Secret> refresh,
            List<String> scopes,
            Validity validity) {
        return connect(key, definition, user, access, refresh, scopes, Map.of(), validity);
    }

    /**
     * Fails with {@link OtherAccount} where another account of the provider is connected, CONFLICT in a deleted workspace.
     *
     * @param access the secret, or the access token
     * @param refresh the refresh token, where the provider gave one
     * @param captured what the provider said of the account
     * @param user who connected it
     */
    public Uni<Connection> connect(
            ConnectionKey key,
            Definition definition,
            String user,
            Secret access,
            Optional<Secret> refresh,
            List<String> scopes,
            Map<String, String> captured,
            Validity validity) {
        var kind = definition.type() == ConnectionType.SECRET ? SealedKind.SECRET : SealedKind.ACCESS;
        return values.sealer(key.scope())
                .flatMap(sealer -> transactions.inOne(() -> workspaces
                        .enter(key.tenant())
                        .chain(() -> connections.lockOrNew(key))
                        .flatMap(connection -> {
                            requireSameAccount(connection, definition, captured);
                            var next = connection.nextGeneration();
                            var id = connection.id();
                            var value = sealer.seal(key.context(kind, id, next), access);
                            var renewing =
                                    refresh.map(token -> sealer.seal(key.context(SealedKind.REFRESH, id, next), token));
                            return goesOn(connection, definition, refresh, validity.obtainedAt())
                                    .invoke(goesOn -> {
                                        var grant = new Grant(definition, user, value, scopes, captured, validity);
                                        if (goesOn) {
                                            connection.reauthorize(grant);
                                        } else {
                                            connection.connect(grant, renewing);
                                        }
                                    })
                                    .chain(() -> connections.add(connection))
                                    .chain(() -> changes.tell(connection, Change.connected(user)))
                                    .replaceWith(connection);
                        })));
    }

    /**
     * Somebody signed in at the provider with another account would silently put it in the place of the first, and what apps wrote there
     * would go on elsewhere. Who means it disconnects first, or names another account as input.
     */
    private static void requireSameAccount(Connection connection, Definition definition, Map<String, String> captured) {
        var sameInputs = connection.inputs().equals(definition.inputValues());
        definition.settings().flatMap(ProviderSettings::account).ifPresent(name -> {
            var before = connection.captured().get(name);
            var now = captured.get(name);
            if (sameInputs && before != null && now != null && !before.equals(now)) {
                throw new OtherAccount();
            }
        });
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
