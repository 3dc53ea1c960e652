package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.TokenType;
import dev.grantkeeper.vault.access.RefreshWorker;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.connection.RenewedWith;
import dev.grantkeeper.vault.connection.Revocations;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.ProviderClients;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Faults;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.provider.ProviderLimits;
import dev.grantkeeper.vault.renewal.CompleteRules.Brought;
import dev.grantkeeper.vault.renewal.CompleteRules.Decision;
import dev.grantkeeper.vault.renewal.Completed.Result;
import dev.grantkeeper.vault.renewal.RenewalMetrics.Deadlines;
import dev.grantkeeper.vault.value.Sealer;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Takes a lease's outcome, whichever way it comes and however often and late. */
@ApplicationScoped
class Completing {

    /** What a rejection counts as that is not believed. */
    private static final Outcome DOUBTED = new Outcome.Transient("doubted", false);

    /** All that can be loaded before the row is locked. */
    private record Prepared(Report report, Definition definition, Sealer sealer, Brought brought) {}

    /**
     * What was done, as far as it is counted.
     *
     * @param saidBefore the report was a repetition
     * @param replaced of the value that the connection held before
     */
    private record Applied(Completed answer, boolean saidBefore, Deadlines replaced) {}

    private final Connections connections;
    private final Attempts attempts;
    private final ProviderClients clients;
    private final Values values;
    private final Renewing renewing;
    private final DeadGrants deadGrants;
    private final FailedRenewals failedRenewals;
    private final ProviderLimits limits;
    private final Revocations revocations;
    private final Transactions transactions;
    private final RenewalMetrics metrics;
    private final InstantSource clock;

    Completing(
            Connections connections,
            Attempts attempts,
            ProviderClients clients,
            Values values,
            Renewing renewing,
            DeadGrants deadGrants,
            FailedRenewals failedRenewals,
            ProviderLimits limits,
            Revocations revocations,
            Transactions transactions,
            RenewalMetrics metrics,
            InstantSource clock) {
        this.connections = connections;
        this.attempts = attempts;
        this.clients = clients;
        this.values = values;
        this.renewing = renewing;
        this.deadGrants = deadGrants;
        this.failedRenewals = failedRenewals;
        this.limits = limits;
        this.revocations = revocations;
        this.transactions = transactions;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** As {@link #complete(Report)}; fails with NOT_FOUND for a connection of an issuer that is not the worker's, too. */
    Uni<Completed> complete(RefreshWorker worker, Report report) {
        return connections
                .find(report.connection())
                .invoke(found -> found.filter(seen -> worker.mayRenew(seen.key().tenant()))
                        .orElseThrow(Completing::noLease))
                .chain(() -> complete(report));
    }

    /** Fails with NOT_FOUND unless the report proves that the lease was its sender's, and in a deleted workspace. */
    Uni<Completed> complete(Report report) {
        return attempts.find(report.leaseId()).flatMap(found -> {
            var attempt = found.filter(leased -> leased.isProvenBy(report)).orElseThrow(Completing::noLease);
            return attempt.answer().map(said -> Uni.createFrom().item(said)).orElseGet(() -> connections
                    .find(attempt.connection())
                    .flatMap(seen -> prepare(report, attempt, seen.orElseThrow(Completing::noLease)))
                    .flatMap(this::commit)
                    .invoke(completed -> revokeIfUnused(report, completed)));
        });
    }

    private Uni<Prepared> prepare(Report report, Attempt attempt, Connection seen) {
        return definition(seen).flatMap(definition -> values.sealer(seen.key().scope())
                .flatMap(sealer -> brought(report.outcome(), attempt, seen)
                        .map(brought -> new Prepared(report, definition, sealer, brought))));
    }

    private Uni<Definition> definition(Connection seen) {
        return seen.status() == ConnectionStatus.DISCONNECTED
                ? clients.definitionForEnded(
                        seen.entrusted().definitionId(),
                        seen.entrusted().definitionVersion(),
                        seen.entrusted().inputs())
                : clients.definitionForGrant(
                        seen.entrusted().definitionId(),
                        seen.entrusted().definitionVersion(),
                        seen.entrusted().inputs());
    }

    private static Failure noLease() {
        return Failure.notFound("lease");
    }

    /** Some providers send the same refresh token every time: that is not a new one. */
    private Uni<Brought> brought(Outcome outcome, Attempt attempt, Connection seen) {
        if (!(outcome instanceof Outcome.Renewed renewed)) {
            return Uni.createFrom().item(Brought.NOTHING);
        }
        if (renewed.refreshToken().isEmpty() || seen.renewedWith() != RenewedWith.REFRESH_TOKEN) {
            return Uni.createFrom().item(Brought.ACCESS_TOKEN_ONLY);
        }
        var presented = seen.refresh().filter(held -> seen.refreshGeneration().equals(Optional.of(attempt.parent())));
        return presented
                .map(held -> values.open(seen.key().scope(), held.context(), held.envelope())
                        .map(old -> old.equals(
                                FreshValue.secret(renewed.refreshToken().get())))
                        .onFailure(Faults::isFinal)
                        .recoverWithItem(false))
                .orElseGet(() -> Uni.createFrom().item(false))
                .map(same -> same ? Brought.ACCESS_TOKEN_ONLY : Brought.NEW_REFRESH_TOKEN);
    }

    /** Only what is committed counts. */
    private Uni<Completed> commit(Prepared prepared) {
        Uni<Applied> applied = transactions.inOne(() -> lockAndApply(prepared));
        return applied.invoke(done -> count(prepared.report, done)).map(Applied::answer);
    }

    private Uni<Applied> lockAndApply(Prepared prepared) {
        return connections.lock(prepared.report.connection()).flatMap(locked -> attempts.find(prepared.report.leaseId())
                .flatMap(attempt -> apply(
                        prepared, locked.orElseThrow(Completing::noLease), attempt.orElseThrow(Completing::noLease))));
    }

    private Uni<Applied> apply(Prepared prepared, Connection connection, Attempt attempt) {
        var replaced = Deadlines.of(connection);
        var decision = CompleteRules.decide(attempt.leased(), held(connection), prepared.brought);
        var ofOwner = prepared.definition.bringsClient();
        var outcome = ofOwner ? blamed(prepared.report.outcome()) : prepared.report.outcome();
        var saidBefore = decision == Decision.REPEAT || outcome instanceof Outcome.Unknown && attempt.isUnknown();
        // What a provider says to one owner's client is no reason to pause all others'.
        var answer = saidBefore || ofOwner
                ? apply(prepared, connection, attempt, decision, outcome)
                : limits.note(prepared.definition, attempt.providerClient(), attempt.leasedAt(), outcome)
                        .flatMap(believed ->
                                apply(prepared, connection, attempt, decision, believed ? outcome : DOUBTED));
        return answer.map(completed -> new Applied(completed, saidBefore, replaced));
    }

    /** A client that its owner brought is theirs to correct. */
    private static Outcome blamed(Outcome outcome) {
        return outcome instanceof Outcome.Misconfigured refused ? new Outcome.Rejected(refused.error()) : outcome;
    }

    private void count(Report report, Applied applied) {
        if (applied.saidBefore) {
            return;
        }
        metrics.completed(report.outcome(), applied.answer.result());
        if (applied.answer.result() == Result.APPLIED) {
            metrics.renewed(applied.replaced, clock.instant());
        }
    }

    private Uni<Completed> apply(
            Prepared prepared, Connection connection, Attempt attempt, Decision decision, Outcome outcome) {
        if (outcome instanceof Outcome.Unknown && decision != Decision.REPEAT) {
            return unknown(prepared, connection, attempt, decision);
        }
        if (decision != Decision.REPEAT) {
            attempt.heard(outcome);
        }
        return switch (decision) {
            case REPEAT -> Uni.createFrom().item(attempt.answer().orElseThrow());
            case APPLY -> renew(prepared, connection, attempt).map(done -> answer(Result.APPLIED, connection, attempt));
            case QUARANTINE ->
                keep(prepared, connection, attempt).map(done -> answer(Result.QUARANTINED, connection, attempt));
            case DROP -> Uni.createFrom().item(answer(Result.DROPPED, connection, attempt));
            case REVOKE -> revoke(prepared, connection).map(done -> answer(Result.REVOKED, connection, attempt));
            case NOTE ->
                failedRenewals
                        .note(connection, attempt, prepared.definition, outcome)
                        .map(done -> answer(Result.NOTED, connection, attempt));
        };
    }

    private static CompleteRules.Held held(Connection connection) {
        return new CompleteRules.Held(
                connection.status(),
                connection.grantId(),
                connection.refreshGeneration().orElse(0L),
                connection.generation());
    }

    /** No answer yet: the worker goes on listening, and whatever comes then is judged as if nothing had been said. */
    private Uni<Completed> unknown(Prepared prepared, Connection connection, Attempt attempt, Decision decision) {
        var noted = new Completed(Result.NOTED, connection.generation());
        if (attempt.isUnknown()) {
            return Uni.createFrom().item(noted);
        }
        attempt.unknown(clock.instant());
        var done = decision == Decision.NOTE
                ? failedRenewals.note(connection, attempt, prepared.definition, prepared.report.outcome())
                : Uni.createFrom().voidItem();
        return done.replaceWith(noted);
    }

    private Uni<Void> renew(Prepared prepared, Connection connection, Attempt attempt) {
        var settings = prepared.definition.settings().orElseThrow();
        var value = value(prepared, connection, attempt);
        learn(connection, settings, ((Outcome.Renewed) prepared.report.outcome()).captured());
        return renewing.write(connection, prepared.sealer, value, settings, attempt.worker());
    }

    /** Of the account as it is known: which one it is, a renewal does not change. */
    private static void learn(Connection connection, ProviderSettings settings, Map<String, String> said) {
        if (!said.isEmpty()) {
            var known = connection.entrusted().captured();
            var all = new HashMap<>(known);
            all.putAll(said);
            settings.account()
                    .map(known::get)
                    .ifPresent(account -> all.put(settings.account().get(), account));
            connection.entrusted().learn(settings.captured(all));
        }
    }

    /** The connection's own token is known to be dead when a person is already asked: then this one is tried at once. */
    private Uni<Void> keep(Prepared prepared, Connection connection, Attempt attempt) {
        return renewing.keep(connection, prepared.sealer, value(prepared, connection, attempt), attempt)
                .chain(() -> connection.status() == ConnectionStatus.AUTH_REQUIRED
                        ? deadGrants.settle(connection)
                        : Uni.createFrom().voidItem());
    }

    private static FreshValue value(Prepared prepared, Connection connection, Attempt attempt) {
        return FreshValue.of(
                (Outcome.Renewed) prepared.report.outcome(),
                prepared.brought == Brought.NEW_REFRESH_TOKEN,
                new FreshValue.Held(prepared.definition.scopesToRenew(connection.scopes()), connection.lifetime()),
                prepared.definition.settings().orElseThrow(),
                attempt.leasedAt());
    }

    private Completed answer(Result result, Connection connection, Attempt attempt) {
        return attempt.answer(result, connection.generation(), clock.instant());
    }

    private Uni<Void> revoke(Prepared prepared, Connection connection) {
        var renewed = (Outcome.Renewed) prepared.report.outcome();
        var token = FreshValue.secret(renewed.refreshToken().orElse(renewed.accessToken()));
        var type = renewed.refreshToken().isPresent() ? TokenType.REFRESH_TOKEN : TokenType.ACCESS_TOKEN;
        return revocations.add(prepared.report.leaseId(), connection, prepared.sealer, token, type, Optional.empty());
    }

    /** The worker does not wait for it: the outcome is stored, whatever the provider says. */
    private void revokeIfUnused(Report report, Completed completed) {
        if (completed.result() == Result.REVOKED) {
            revocations.attempt(report.leaseId());
        }
    }
}
