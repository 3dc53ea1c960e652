package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Connections that nobody authorizes, because the provider gives tokens to a client alone (RFC 6749 section 4.4). The vault asks
 * for none itself: such a connection is due from the start, and its first value comes as all others do, within the provider's
 * limits and once, however many lookups wait for it.
 */
@ApplicationScoped
public class ClientConnecting {

    private static final Secret NOTHING = Secret.of(new byte[0]);

    private final Workspaces workspaces;
    private final Connections connections;
    private final ConnectionChanges changes;
    private final Values values;
    private final Transactions transactions;
    private final InstantSource clock;

    ClientConnecting(
            Workspaces workspaces,
            Connections connections,
            ConnectionChanges changes,
            Values values,
            Transactions transactions,
            InstantSource clock) {
        this.workspaces = workspaces;
        this.connections = connections;
        this.changes = changes;
        this.values = values;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Because the app asked, unless somebody connected it before, or took it back. */
    public Uni<Void> connectOnce(ConnectionKey key, Definition definition) {
        return connect(key, definition, Creator.app(key.app()), Optional.empty(), before -> before.generation() > 0)
                .replaceWithVoid();
    }

    /**
     * Because a person wants it. With the app's client, once more changes nothing.
     *
     * @param definition with what the person said of their account
     * @param client that the person brings, where the definition has none
     */
    public Uni<Connection> connect(ConnectionKey key, Definition definition, String user, Optional<OwnClient> client) {
        return connect(
                key, definition, Creator.user(user), client, before -> client.isEmpty() && before.follows(definition));
    }

    private Uni<Connection> connect(
            ConnectionKey key,
            Definition definition,
            Creator by,
            Optional<OwnClient> client,
            Predicate<Connection> stays) {
        return values.sealer(key.scope())
                .flatMap(sealer -> transactions.inOne(() -> workspaces
                        .enter(key.tenant())
                        .chain(() -> connections.lockOrNew(key))
                        .flatMap(connection -> {
                            if (stays.test(connection)) {
                                return Uni.createFrom().item(connection);
                            }
                            var context = key.context(SealedKind.CLIENT, connection.id(), connection.nextGeneration());
                            var sealed = sealer.seal(
                                    context, client.map(OwnClient::packed).orElse(NOTHING));
                            var captured = definition.settings().orElseThrow().captured(Map.of());
                            connection.await(definition, by, captured, sealed, clock.instant());
                            return connections
                                    .add(connection)
                                    .chain(() -> changes.tell(connection, Change.connected(by)))
                                    .replaceWith(connection);
                        })));
    }
}
