package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.TokenType;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Sealer;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** A grant is taken back, or its owner goes: the values are erased here and, whatever comes in between, revoked at the provider (RFC 7009). */
@ApplicationScoped
public class Disconnecting {

    /**
     * What a connection leaves at its provider.
     *
     * @param revoking the revocations that begin
     * @param unopened tokens that nobody can revoke: what is stored does not open, or the workspace's keys are gone
     */
    public record Tokens(List<UUID> revoking, int unopened) {

        private static final Tokens NONE = new Tokens(List.of(), 0);
    }

    private record Alive(Secret token, TokenType type, Optional<OwnClient> client) {}

    private final Permission permission;
    private final Connections connections;
    private final ConnectionChanges changes;
    private final Values values;
    private final SpareTokens spareTokens;
    private final Revocations revocations;
    private final Transactions transactions;

    Disconnecting(
            Permission permission,
            Connections connections,
            ConnectionChanges changes,
            Values values,
            SpareTokens spareTokens,
            Revocations revocations,
            Transactions transactions) {
        this.permission = permission;
        this.connections = connections;
        this.changes = changes;
        this.values = values;
        this.spareTokens = spareTokens;
        this.revocations = revocations;
        this.transactions = transactions;
    }

    /**
     * Completes once the values are erased and nothing can keep the provider from being asked. Disconnecting what is
     * disconnected does nothing.
     *
     * <p>Fails with NOT_FOUND for a connection the person may not see, FORBIDDEN for a workspace's unless an admin asks, and where the
     * app is asked, as {@link Handler#ask}. Nothing is erased then.
     */
    Uni<Void> disconnect(Person person, ConnectionId id) {
        return connections
                .find(id)
                .map(found -> entitled(person, found))
                .flatMap(connection -> permission.toChange(
                        connection.key(),
                        Proposal.Kind.REMOVED,
                        () -> connections.find(id).map(found -> proposed(person, entitled(person, found))),
                        asked -> end(
                                id,
                                found -> allowed(asked, entitled(person, found)),
                                person.user(),
                                tokens -> Uni.createFrom().voidItem())));
    }

    private static Permission.Proposed proposed(Person person, Connection connection) {
        return new Permission.Proposed(
                Standing.of(Optional.of(connection)),
                Optional.of(connection)
                        .filter(held -> held.status() != ConnectionStatus.DISCONNECTED)
                        .map(held -> Proposal.removing(held, person.user())));
    }

    private static Connection allowed(Optional<Standing> asked, Connection connection) {
        asked.ifPresent(standing -> standing.require(connection));
        return connection;
    }

    /**
     * As a person would disconnect it, for somebody who answers for its owner. The app is not asked.
     *
     * @param by who that is
     * @param noting is told, in the transaction, what is left at the provider; not called for what was disconnected before
     */
    public Uni<Void> end(ConnectionId id, String by, Function<Tokens, Uni<Void>> noting) {
        return end(id, Optional::orElseThrow, by, noting);
    }

    private Uni<Void> end(
            ConnectionId id,
            Function<Optional<Connection>, Connection> entitled,
            String by,
            Function<Tokens, Uni<Void>> noting) {
        return connections
                .find(id)
                .map(entitled)
                // The key first: fetching it may take a database connection, which nobody should wait for under a lock.
                .flatMap(this::sealer)
                .flatMap(sealer -> transactions.inOne(
                        () -> connections.lock(id).flatMap(found -> erase(by, entitled.apply(found), sealer, noting))))
                .invoke(tokens -> tokens.revoking.forEach(revocations::attempt))
                .replaceWithVoid();
    }

    /** None where the keys are gone: then no token opens, and none can be kept. */
    private Uni<Optional<Sealer>> sealer(Connection connection) {
        return values.sealer(connection.key().scope())
                .map(Optional::of)
                .onFailure(Values::isDestroyed)
                .recoverWithItem(Optional.empty());
    }

    private Uni<Tokens> erase(
            String by, Connection connection, Optional<Sealer> sealer, Function<Tokens, Uni<Void>> noting) {
        if (connection.status() == ConnectionStatus.DISCONNECTED) {
            return Uni.createFrom().item(Tokens.NONE);
        }
        return revoke(connection, sealer).call(noting::apply).call(() -> {
            connection.disconnect();
            return changes.tell(connection, Change.disconnected(by));
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

    /** Stores for revocation whatever may be alive of the grant. */
    private Uni<Tokens> revoke(Connection connection, Optional<Sealer> sealer) {
        if (connection.type() != ConnectionType.OAUTH2) {
            return Uni.createFrom().item(Tokens.NONE);
        }
        return sealer.map(keeping -> revoke(connection, keeping))
                .orElseGet(() -> Uni.createFrom().item(new Tokens(List.of(), stored(connection))));
    }

    private Uni<Tokens> revoke(Connection connection, Sealer sealer) {
        return held(connection).flatMap(held -> keep(connection, sealer, held)
                .map(kept -> new Tokens(kept, held.isPresent() ? 0 : stored(connection))));
    }

    private static int stored(Connection connection) {
        return connection.refresh().or(connection::access).isPresent() ? 1 : 0;
    }

    private Uni<List<UUID>> keep(Connection connection, Sealer sealer, Optional<Alive> held) {
        return spareTokens
                .takeAll(connection)
                .map(spares -> Stream.concat(
                        held.stream(),
                        spares.stream().map(token -> new Alive(token, TokenType.REFRESH_TOKEN, Optional.empty()))))
                .flatMap(alive -> Multi.createFrom()
                        .items(alive)
                        .onItem()
                        .transformToUniAndConcatenate(token -> {
                            var id = UUID.randomUUID();
                            return revocations
                                    .add(id, connection, sealer, token.token, token.type, token.client)
                                    .replaceWith(id);
                        })
                        .collect()
                        .asList());
    }

    private Uni<Optional<Alive>> held(Connection connection) {
        // A client is not a token: all that a provider could revoke of its connection is the access token.
        var refresh = connection.refresh().filter(held -> connection.renewedWith() == RenewedWith.REFRESH_TOKEN);
        var type = refresh.isPresent() ? TokenType.REFRESH_TOKEN : TokenType.ACCESS_TOKEN;
        var client = connection.refresh().filter(held -> connection.renewedWith() == RenewedWith.OWNER_CLIENT);
        return open(connection, refresh.or(connection::access)).flatMap(token -> open(connection, client)
                .map(own -> token.map(value -> new Alive(value, type, own.map(OwnClient::unpacked)))));
    }

    /** What does not open cannot be revoked; a person can still be rid of it. */
    private Uni<Optional<Secret>> open(Connection connection, Optional<Sealed> held) {
        return held.map(value -> values.open(connection.key().scope(), value.context(), value.envelope())
                        .map(Optional::of)
                        .onFailure(Values::isUnopened)
                        .recoverWithItem(Optional.empty()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }
}
