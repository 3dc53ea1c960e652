package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Values;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Connections that nobody authorizes, because the provider gives tokens to a client alone (RFC 6749 section 4.4). The vault asks
 * for none itself: such a connection is due from the start, and its first value comes as all others do, within the provider's
 * limits and once, however many lookups wait for it.
 */
@ApplicationScoped
public class ClientConnecting {

    private static final Secret NOTHING = Secret.of(new byte[0]);

    /** @param begun whether it is one that was not there before */
    private record Ending(Connection connection, boolean begun) {}

    private final Permission permission;
    private final Workspaces workspaces;
    private final Departures departures;
    private final Connections connections;
    private final ConnectionChanges changes;
    private final Values values;
    private final Transactions transactions;
    private final AccessTokens tokens;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    ClientConnecting(
            Permission permission,
            Workspaces workspaces,
            Departures departures,
            Connections connections,
            ConnectionChanges changes,
            Values values,
            Transactions transactions,
            AccessTokens tokens,
            MeterRegistry metrics,
            InstantSource clock) {
        this.permission = permission;
        this.workspaces = workspaces;
        this.departures = departures;
        this.connections = connections;
        this.changes = changes;
        this.values = values;
        this.transactions = transactions;
        this.tokens = tokens;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Because the app asked, unless somebody connected it before, or took it back. The app's handler is not asked: it is the app itself
     * that connects, with its own client, and whoever looks up does not wait for another server. Fails with CONFLICT in a deleted workspace, and while
     * a token may be good that is from before the owner, or the app, was let go.
     */
    public Uni<Void> connectOnce(ConnectionKey key, Definition definition) {
        return connect(
                        key,
                        definition,
                        Creator.app(key.app()),
                        Optional.empty(),
                        ConnectionId.random(),
                        Optional.empty(),
                        before -> before.generation() > 0
                                ? Uni.createFrom().item(true)
                                : requireNobodyLeft(key).replaceWith(false))
                .replaceWithVoid();
    }

    private Uni<Void> requireNobodyLeft(ConnectionKey key) {
        return departures
                .since(key, clock.instant().minus(tokens.executionTokenLife()))
                .invoke(left -> {
                    if (left) {
                        throw Failure.conflict("The app, or the user, was let go a moment ago.");
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Because a person wants it, unless the app objects. The same once more changes nothing.
     *
     * <p>Fails with CONFLICT in a deleted workspace, and where the app is asked, as {@link Handler#ask}.
     *
     * @param definition with what the person said of their account
     * @param client that the person brings, where the definition has none
     */
    public Uni<Connection> connect(ConnectionKey key, Definition definition, String user, Optional<OwnClient> client) {
        var by = Creator.user(user);
        var fresh = ConnectionId.random();
        Function<Connection, Uni<Boolean>> stays = before -> before.follows(definition)
                ? holds(before, packed(client))
                : Uni.createFrom().item(false);
        return permission.toChange(
                key,
                Proposal.Kind.ADDED,
                () -> proposed(key, definition, by, fresh, stays),
                asked -> connect(key, definition, by, client, fresh, asked, stays));
    }

    private Uni<Permission.Proposed> proposed(
            ConnectionKey key,
            Definition definition,
            Creator by,
            ConnectionId fresh,
            Function<Connection, Uni<Boolean>> stays) {
        return connections.find(key).flatMap(found -> found.map(stays)
                .orElseGet(() -> Uni.createFrom().item(false))
                .map(staying -> {
                    var metadata = new HashMap<>(definition.inputValues());
                    metadata.putAll(captured(definition));
                    var scopes = definition.scopesToRenew(List.of());
                    var proposal = Proposal.adding(found, fresh, key, definition, scopes, metadata, by);
                    return new Permission.Proposed(
                            Standing.of(found), Optional.of(proposal).filter(asked -> !staying));
                }));
    }

    private static Map<String, String> captured(Definition definition) {
        return definition.settings().orElseThrow().captured(Map.of());
    }

    private Uni<Boolean> holds(Connection connection, Secret client) {
        var held = connection.refresh().orElseThrow();
        return values.open(connection.key().scope(), held.context(), held.envelope())
                .map(client::equals)
                .onFailure(Values::isUnopened)
                .recoverWithItem(false);
    }

    private static Secret packed(Optional<OwnClient> client) {
        return client.map(OwnClient::packed).orElse(NOTHING);
    }

    private Uni<Connection> connect(
            ConnectionKey key,
            Definition definition,
            Creator by,
            Optional<OwnClient> client,
            ConnectionId fresh,
            Optional<Standing> asked,
            Function<Connection, Uni<Boolean>> stays) {
        return values.sealer(key.scope())
                .flatMap(sealer -> transactions.inOne(() -> workspaces
                        .enter(key.tenant())
                        .chain(() -> connections.lockOrNew(key, fresh))
                        .flatMap(connection -> stays.apply(connection).flatMap(staying -> {
                            if (staying) {
                                return Uni.createFrom().item(new Ending(connection, false));
                            }
                            asked.ifPresent(standing -> standing.require(connection));
                            var context = key.context(SealedKind.CLIENT, connection.id(), connection.nextGeneration());
                            connection.await(
                                    definition,
                                    by,
                                    captured(definition),
                                    sealer.seal(context, packed(client)),
                                    clock.instant());
                            return connections
                                    .add(connection)
                                    .chain(() -> changes.tell(connection, Change.connected(by)))
                                    .replaceWith(new Ending(connection, true));
                        }))))
                .invoke(ending -> count(ending, by))
                .map(Ending::connection);
    }

    private void count(Ending ending, Creator by) {
        if (ending.begun) {
            metrics.counter("grantkeeper.connections.by.client", "by", by.kind().word())
                    .increment();
        }
    }
}
