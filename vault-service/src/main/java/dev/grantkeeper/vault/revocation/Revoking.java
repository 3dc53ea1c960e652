package dev.grantkeeper.vault.revocation;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.FullJitter;
import dev.grantkeeper.oauth2.Revocation;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenType;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.connection.OwnClient;
import dev.grantkeeper.vault.connection.Revocations;
import dev.grantkeeper.vault.connection.Sealed;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.ProviderClient;
import dev.grantkeeper.vault.definition.ProviderClients;
import dev.grantkeeper.vault.error.Faults;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Sealer;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Asks providers to revoke what is stored for it, each token until that has an end. */
@ApplicationScoped
class Revoking implements Revocations {

    private static final Logger LOG = Logger.getLogger(Revoking.class);
    /** Longer than an attempt takes: then another vault may go on with what this one left. */
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final StoredRevocations stored;
    private final Connections connections;
    private final Values values;
    private final ProviderClients clients;
    private final TokenClient provider;
    private final Transactions transactions;
    private final Instance<RevocationObserver> observers;
    private final RevocationMetrics metrics;
    private final RevocationConfig config;
    private final InstantSource clock;
    private final Vertx vertx;

    Revoking(
            StoredRevocations stored,
            Connections connections,
            Values values,
            ProviderClients clients,
            TokenClient provider,
            Transactions transactions,
            Instance<RevocationObserver> observers,
            RevocationMetrics metrics,
            RevocationConfig config,
            InstantSource clock,
            Vertx vertx) {
        this.stored = stored;
        this.connections = connections;
        this.values = values;
        this.clients = clients;
        this.provider = provider;
        this.transactions = transactions;
        this.observers = observers;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
    }

    @Override
    public Uni<Void> add(
            UUID id, Connection connection, Sealer sealer, Secret token, TokenType type, Optional<OwnClient> client) {
        var key = connection.key();
        var envelope = sealer.seal(PendingRevocation.context(SealedKind.REVOCATION, key, id), token);
        var proof = client.map(own -> sealer.seal(PendingRevocation.context(SealedKind.CLIENT, key, id), own.packed()));
        return stored.add(new PendingRevocation(id, connection, type, envelope, proof, clock.instant()));
    }

    @Override
    public void attempt(UUID id) {
        OwnContext.run(vertx, () -> stored.claim(id, CLAIM).flatMap(claimed -> claimed.map(this::attempt)
                .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    /** Takes what is due and asks for each by itself: a provider that is slow holds up nobody else's. */
    Uni<Void> attemptDue(int limit) {
        return stored.claimDue(limit, CLAIM)
                .invoke(due -> due.forEach(revocation -> OwnContext.run(vertx, () -> attempt(revocation))))
                .replaceWithVoid();
    }

    private Uni<Void> attempt(PendingRevocation revocation) {
        return connections
                .find(revocation.connection())
                .map(Optional::orElseThrow)
                .flatMap(connection -> connection.status() == ConnectionStatus.DISCONNECTED
                        ? ask(revocation, connection.key())
                        : Uni.createFrom().item(Optional.of(Ending.RECONNECTED)))
                .onFailure()
                .recoverWithItem(fault -> {
                    LOG.warnf(
                            "definition %s: a token is not revoked yet: %s",
                            revocation.definitionId(), fault.getClass().getName());
                    return Optional.empty();
                })
                .flatMap(ending -> settle(revocation, ending.or(() -> tooLong(revocation))));
    }

    private Uni<Optional<Ending>> ask(PendingRevocation revocation, ConnectionKey key) {
        return open(key, revocation.token(key))
                .map(Optional::of)
                .onFailure(Faults::isFinal)
                .recoverWithItem(Optional.empty())
                .flatMap(token -> token.map(opened -> ask(revocation, key, opened))
                        .orElseGet(() -> Uni.createFrom().item(Optional.of(Ending.UNOPENED))));
    }

    private Uni<Optional<Ending>> ask(PendingRevocation revocation, ConnectionKey key, Secret token) {
        var context = MutinyHelper.executor(Vertx.currentContext());
        return clients.definitionForEnded(
                        revocation.definitionId(), revocation.definitionVersion(), revocation.inputs())
                .map(key::own)
                .flatMap(definition -> client(revocation, key, definition))
                .flatMap(client -> client.map(
                                proven -> ask(revocation, proven, token).emitOn(context))
                        .orElseGet(() -> Uni.createFrom().item(Revocation.REFUSED)))
                .map(Ending::of);
    }

    /** None, where the owner's went with the connection: nobody can revoke what came after that. */
    private Uni<Optional<ProviderClient>> client(
            PendingRevocation revocation, ConnectionKey key, Definition definition) {
        if (!definition.bringsClient()) {
            return clients.open(definition).map(Optional::of);
        }
        return revocation
                .client(key)
                .map(held -> open(key, held)
                        .map(OwnClient::unpacked)
                        .flatMap(own -> clients.open(definition, own.clientId(), own.clientSecret()))
                        .map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Secret> open(ConnectionKey key, Sealed held) {
        return values.open(key.scope(), held.context(), held.envelope());
    }

    private Uni<Revocation> ask(PendingRevocation revocation, ProviderClient client, Secret token) {
        return Uni.createFrom().completionStage(() -> provider.revoke(
                        client.settings(), client.identity(), Token.of(token.revealUtf8()), revocation.tokenType())
                .toCompletionStage());
    }

    private Uni<Void> remove(PendingRevocation revocation, Ending ending) {
        var removed = stored.remove(revocation.id());
        for (var observer : observers) {
            removed = removed.chain(() ->
                    observer.ended(revocation.id(), revocation.connection(), revocation.begunAt(), ending.word()));
        }
        return removed;
    }

    private Optional<Ending> tooLong(PendingRevocation revocation) {
        var end = revocation.begunAt().plus(config.keepTrying());
        return clock.instant().isBefore(end) ? Optional.empty() : Optional.of(Ending.GIVEN_UP);
    }

    private Uni<Void> settle(PendingRevocation revocation, Optional<Ending> ending) {
        if (ending.isEmpty()) {
            var pause = FullJitter.pause(revocation.attempts() - 1, LONGEST_PAUSE, ThreadLocalRandom.current());
            return stored.putOff(revocation.id(), clock.instant().plus(pause));
        }
        return transactions.inOne(() -> remove(revocation, ending.get())).invoke(() -> {
            metrics.ended(ending.get());
            if (ending.get().isFault()) {
                LOG.warnf(
                        "definition %s: a token was not revoked at its provider: %s",
                        revocation.definitionId(), ending.get().word());
            }
        });
    }
}
