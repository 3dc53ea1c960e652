package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.access.RefreshWorker;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.connection.OwnClient;
import dev.grantkeeper.vault.connection.RenewedWith;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.ProviderClient;
import dev.grantkeeper.vault.definition.ProviderClients;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Faults;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.provider.Permit;
import dev.grantkeeper.vault.provider.ProviderLimits;
import dev.grantkeeper.vault.renewal.Lease.Declined;
import dev.grantkeeper.vault.renewal.Lease.Granted;
import dev.grantkeeper.vault.renewal.Lease.Material;
import dev.grantkeeper.vault.renewal.Lease.Reason;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Gives one worker one attempt at one generation. Committed before it is answered: a worker that dies with the material is
 * known to have had it. Times are the platform clock's, which carries the database's time on.
 */
@ApplicationScoped
class Leasing {

    private static final Logger LOG = Logger.getLogger(Leasing.class);

    /**
     * Who asks for a lease.
     *
     * @param process which run of the worker, if it says
     * @param answeredBy until when it waits for an answer. A lease that comes later is not given: its refresh token would have
     *     to be held as if it had been presented
     */
    record Caller(RefreshWorker worker, Optional<WorkerProcess> process, Instant answeredBy) {}

    /** Everything that had to be opened, and for which refresh token; opened before the row is locked. */
    private record Opened(Definition definition, Material material, Connection seen) {

        boolean isOf(Connection now) {
            return now.grantId().equals(seen.grantId())
                    && now.refreshGeneration().equals(seen.refreshGeneration());
        }
    }

    private final Connections connections;
    private final ProviderClients clients;
    private final Values values;
    private final Attempts attempts;
    private final LostAnswers lostAnswers;
    private final ProviderLimits limits;
    private final Transactions transactions;
    private final Audit audit;
    private final RenewalMetrics metrics;
    private final RenewalConfig config;
    private final InstantSource clock;

    Leasing(
            Connections connections,
            ProviderClients clients,
            Values values,
            Attempts attempts,
            LostAnswers lostAnswers,
            ProviderLimits limits,
            Transactions transactions,
            Audit audit,
            RenewalMetrics metrics,
            RenewalConfig config,
            InstantSource clock) {
        this.connections = connections;
        this.clients = clients;
        this.values = values;
        this.attempts = attempts;
        this.lostAnswers = lostAnswers;
        this.limits = limits;
        this.transactions = transactions;
        this.audit = audit;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /** To a worker, a connection of an issuer that is not its own does not exist. */
    Uni<Lease> lease(Caller caller, ConnectionId id, long generation) {
        return connections
                .find(id)
                .map(found ->
                        found.filter(seen -> caller.worker.mayRenew(seen.key().tenant())))
                .flatMap(found -> {
                    var refusal = found.map(seen -> refusal(seen, generation, clock.instant()));
                    return refusal.isPresent() && refusal.get().isEmpty()
                            ? openAndGrant(caller, found.get())
                            : declined(refusal.flatMap(reason -> reason).orElse(Reason.STALE));
                })
                .invoke(metrics::leased);
    }

    private static Optional<Reason> refusal(Connection connection, long generation, Instant now) {
        var held = new LeaseRules.Held(
                connection.generation(),
                connection.status(),
                connection.refreshToken().lives(now),
                connection.renewal());
        return LeaseRules.refusal(held, generation, now);
    }

    private Uni<Lease> openAndGrant(Caller caller, Connection seen) {
        return open(seen).onItemOrFailure().transformToUni((opened, fault) -> {
            if (fault == null) {
                return transactions.inOne(() -> lockAndGrant(caller, opened));
            }
            return isDatabaseAway(fault)
                    ? Uni.createFrom().failure(fault)
                    : transactions.inOne(() -> lockAndPutOff(seen, fault));
        });
    }

    /** A key that cannot be had is a failure that says so; whether the key or its provider is at fault, it may be so for long. */
    private static boolean isDatabaseAway(Throwable fault) {
        return !(fault instanceof Failure) && Faults.isTransient(fault);
    }

    /** What does not open is tried ever more rarely: it must not stand in the way of what is due after it. */
    private Uni<Lease> lockAndPutOff(Connection seen, Throwable fault) {
        metrics.unopened();
        LOG.warnf(
                "connection %s: what its renewal needs does not open: %s",
                seen.id(),
                fault instanceof Failure failure
                        ? failure.reason()
                        : fault.getClass().getName());
        return connections.lock(seen.id()).flatMap(locked -> {
            if (locked.isEmpty()) {
                return declined(Reason.STALE);
            }
            var connection = locked.get();
            var now = clock.instant();
            var refusal = refusal(connection, seen.generation(), now);
            if (refusal.isEmpty()) {
                Backoff.putOff(connection.renewal(), connection.expiresAt(), now);
            }
            return declined(refusal.orElse(Reason.HELD));
        });
    }

    private Uni<Opened> open(Connection seen) {
        var scope = seen.key().scope();
        var sealed = seen.refresh().orElseThrow();
        return clients.definitionForGrant(
                        seen.entrusted().definitionId(),
                        seen.entrusted().definitionVersion(),
                        seen.entrusted().inputs())
                .map(seen.key()::own)
                .flatMap(definition -> values.open(scope, sealed.context(), sealed.envelope())
                        .flatMap(held -> client(definition, seen, held).flatMap(client -> values.outcomeKey(scope)
                                .map(key -> new Material(
                                        client, presented(seen, held), definition.scopesToRenew(seen.scopes()), key))))
                        .map(material -> new Opened(definition, material, seen)));
    }

    private Uni<ProviderClient> client(Definition definition, Connection seen, Secret held) {
        if (seen.renewedWith() != RenewedWith.OWNER_CLIENT) {
            return clients.open(definition);
        }
        var own = OwnClient.unpacked(held);
        return clients.open(definition, own.clientId(), own.clientSecret());
    }

    private static Optional<Secret> presented(Connection seen, Secret held) {
        return Optional.of(held).filter(token -> seen.renewedWith() == RenewedWith.REFRESH_TOKEN);
    }

    private Uni<Lease> lockAndGrant(Caller caller, Opened opened) {
        return connections.lock(opened.seen.id()).flatMap(locked -> {
            if (locked.isEmpty()) {
                return declined(Reason.STALE);
            }
            var connection = locked.get();
            var now = clock.instant();
            var refusal = refusal(connection, opened.seen.generation(), now);
            if (refusal.isPresent() || !opened.isOf(connection)) {
                return declined(refusal.orElse(Reason.STALE));
            }
            var rotation = opened.definition.settings().orElseThrow().rotation();
            return lostAnswers.resolve(connection, rotation, now).flatMap(decline -> decline.map(Leasing::declined)
                    .orElseGet(() -> permitAndGrant(caller, opened, connection)));
        });
    }

    private Uni<Lease> permitAndGrant(Caller caller, Opened opened, Connection connection) {
        var now = clock.instant();
        var end = now.plus(config.leaseLife());
        return limits.permit(opened.definition, now, end).flatMap(permit -> {
            // Undoes the permit, too. Nothing waits for a lock after this.
            if (!clock.instant().isBefore(caller.answeredBy)) {
                throw Failure.late();
            }
            if (!permit.isGiven()) {
                connection.renewal().offerAgain();
                return declined(Reason.NO_PERMIT);
            }
            return grant(caller, opened, connection, permit, now, end);
        });
    }

    private Uni<Lease> grant(
            Caller caller, Opened opened, Connection connection, Permit permit, Instant now, Instant end) {
        var secret = LeaseSecrets.random();
        var attempt = new Attempt(connection, secret, caller.worker.name(), caller.process, permit.client(), now, end);
        connection.renewal().leasedUntil(end);
        return attempts.add(attempt)
                .chain(() -> audit.append(entry(caller.worker, connection)))
                .replaceWith(new Granted(attempt.leaseId(), secret, now, config.leaseLife(), opened.material));
    }

    private static Uni<Lease> declined(Reason reason) {
        return Uni.createFrom().item(new Declined(reason));
    }

    private static AuditEntry entry(RefreshWorker worker, Connection connection) {
        return new AuditEntry(
                AuditAction.REFRESH_LEASED,
                connection.key().tenant().toString(),
                "worker",
                worker.name(),
                connection.key().app(),
                connection.id().value(),
                connection.generation(),
                connection.renewal().urgency().word());
    }
}
