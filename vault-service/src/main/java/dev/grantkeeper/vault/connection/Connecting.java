package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Sealer;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stores what a person entrusted to the vault, as a new grant, unless the app objects. */
@ApplicationScoped
public class Connecting {

    /** What is entrusted, and by whom. */
    private record Given(
            ConnectionKey key,
            Definition definition,
            String user,
            Secret access,
            Optional<Secret> refresh,
            List<String> scopes,
            Map<String, String> captured,
            Validity validity) {}

    private final Permission permission;
    private final Workspaces workspaces;
    private final Connections connections;
    private final ConnectionChanges changes;
    private final Definitions definitions;
    private final Values values;
    private final Transactions transactions;

    Connecting(
            Permission permission,
            Workspaces workspaces,
            Connections connections,
            ConnectionChanges changes,
            Definitions definitions,
            Values values,
            Transactions transactions) {
        this.permission = permission;
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
     * Fails with {@link OtherAccount} where another account of the provider is connected, CONFLICT in a deleted workspace, and where
     * the app is asked, as {@link Handler#ask}. Nothing is stored then.
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
        var given = new Given(key, definition, user, access, refresh, scopes, captured, validity);
        var fresh = ConnectionId.random();
        return permission.toChange(
                key, Proposal.Kind.ADDED, () -> proposed(given, fresh), asked -> store(given, fresh, asked));
    }

    /** What would be stored as things stand now; nobody is asked about what would be refused anyway. */
    private Uni<Permission.Proposed> proposed(Given given, ConnectionId fresh) {
        return connections.find(given.key).flatMap(found -> found.map(this::before)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(before -> {
                    var known = found.map(connection -> known(connection, before, given.definition))
                            .orElseGet(Map::of);
                    requireSameAccount(given.definition, known, given.captured);
                    var metadata = new HashMap<>(given.definition.inputValues());
                    metadata.putAll(known);
                    metadata.putAll(given.captured);
                    var proposal = Proposal.adding(
                            found,
                            fresh,
                            given.key,
                            given.definition,
                            given.scopes,
                            metadata,
                            Creator.user(given.user));
                    return new Permission.Proposed(Standing.of(found), Optional.of(proposal));
                }));
    }

    private Uni<Connection> store(Given given, ConnectionId fresh, Optional<Standing> asked) {
        return values.sealer(given.key.scope())
                .flatMap(sealer -> transactions.inOne(() -> workspaces
                        .enter(given.key.tenant())
                        .chain(() -> connections.lockOrNew(given.key, fresh))
                        .invoke(connection -> asked.ifPresent(standing -> standing.require(connection)))
                        .flatMap(connection -> before(connection)
                                .invoke(before -> entrust(given, connection, before, sealer))
                                .chain(() -> connections.add(connection))
                                .chain(() -> changes.tell(connection, Change.connected(given.user)))
                                .replaceWith(connection))));
    }

    private static void entrust(Given given, Connection connection, Optional<Definition> before, Sealer sealer) {
        var definition = given.definition;
        var known = known(connection, before, definition);
        requireSameAccount(definition, known, given.captured);
        var kind = definition.type() == ConnectionType.SECRET ? SealedKind.SECRET : SealedKind.ACCESS;
        var next = connection.nextGeneration();
        var id = connection.id();
        var value = sealer.seal(given.key.context(kind, id, next), given.access);
        var renewing = given.refresh.map(token -> sealer.seal(given.key.context(SealedKind.REFRESH, id, next), token));
        var account = new HashMap<>(known);
        account.putAll(given.captured);
        var grant = new Grant(definition, given.user, value, given.scopes, account, given.validity);
        if (given.refresh.isEmpty() && goesOn(connection, before, definition, given.validity.obtainedAt())) {
            connection.reauthorize(grant);
        } else {
            connection.connect(grant, renewing);
        }
    }

    /** The version under which the connection was entrusted last, with its inputs; none, where that cannot be read any more. */
    private Uni<Optional<Definition>> before(Connection connection) {
        return connection.entrusted().definitionId() == null
                ? Uni.createFrom().item(Optional.empty())
                : definitions
                        .version(
                                connection.entrusted().definitionId(),
                                connection.entrusted().definitionVersion())
                        .map(before -> Optional.of(
                                before.withKnown(connection.entrusted().inputs())))
                        .onFailure(InvalidSettings.class)
                        .recoverWithItem(Optional.empty());
    }

    /**
     * What is known of the account and goes on to hold: an answer that does not name it again says of no other one. Nothing, where
     * the person says that it is another one, or where another provider is asked.
     */
    private static Map<String, String> known(
            Connection connection, Optional<Definition> before, Definition definition) {
        if (!connection.entrusted().inputs().equals(definition.inputValues())
                || before.filter(definition::asksProviderOf).isEmpty()) {
            return Map.of();
        }
        var known = new HashMap<>(connection.entrusted().captured());
        known.keySet()
                .retainAll(definition
                        .settings()
                        .map(ProviderSettings::capturedNames)
                        .orElseGet(Set::of));
        return known;
    }

    /**
     * Somebody signed in at the provider with another account would silently put it in the place of the first, and what apps wrote there
     * would go on elsewhere. Who means it disconnects first, or names another account as input.
     */
    private static void requireSameAccount(
            Definition definition, Map<String, String> known, Map<String, String> captured) {
        definition.settings().flatMap(ProviderSettings::account).ifPresent(name -> {
            var before = known.get(name);
            var now = captured.get(name);
            if (before != null && now != null && !before.equals(now)) {
                throw new OtherAccount();
            }
        });
    }

    /**
     * Whether the refresh token at hand stays, where none came: the same client may go on using it, for the same account, where it
     * was sent before. One provider's must never be sent to another.
     */
    private static boolean goesOn(
            Connection connection, Optional<Definition> before, Definition definition, Instant now) {
        return connection.isRenewable(now)
                && connection.entrusted().definitionId().equals(definition.id())
                && connection.entrusted().inputs().equals(definition.inputValues())
                && before.filter(definition::speaksAs).isPresent();
    }
}
