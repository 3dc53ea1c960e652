package dev.grantkeeper.vault.lookup;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.RenewalSchedule;
import dev.grantkeeper.vault.access.Execution;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.ClientConnecting;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;
import dev.grantkeeper.vault.prompt.Prompts;
import dev.grantkeeper.vault.renewal.UrgentRenewals;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves one value to an entitled caller: a value that works, or a failure that is already on its way to the right person.
 * Never nothing, never an expired value, and never a value whose reveal is not on record.
 */
@ApplicationScoped
class Lookup {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    /** The wait for a renewal included. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final HeldConnections connections;
    private final ClientConnecting clients;
    private final Definitions definitions;
    private final Values values;
    private final Audit audit;
    private final Prompts prompts;
    private final UrgentRenewals renewals;
    private final LookupMetrics metrics;
    private final InstantSource clock;

    Lookup(
            HeldConnections connections,
            ClientConnecting clients,
            Definitions definitions,
            Values values,
            Audit audit,
            Prompts prompts,
            UrgentRenewals renewals,
            LookupMetrics metrics,
            InstantSource clock) {
        this.connections = connections;
        this.clients = clients;
        this.definitions = definitions;
        this.values = values;
        this.audit = audit;
        this.prompts = prompts;
        this.renewals = renewals;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param patience how long the caller waits for its answer */
    Uni<Served> lookup(Execution execution, Question question, Duration patience) {
        return Uni.createFrom()
                .deferred(() -> answer(execution, question, patience))
                .invoke(served -> metrics.served(question.owner()))
                .onFailure()
                .invoke(fault -> metrics.refused(question.owner(), fault));
    }

    private Uni<Served> answer(Execution execution, Question question, Duration patience) {
        var key = new ConnectionKey(execution.tenant(), execution.app(), owner(execution, question));
        return connections
                .find(key)
                .flatMap(found -> found.map(held -> judge(key, held, question, patience))
                        .orElseGet(() -> neverConnected(key, question, patience)))
                .flatMap(held -> reveal(execution, key, held))
                .ifNoItem()
                .after(LONGEST_ANSWER)
                .failWith(() -> Failure.unavailable("The database"));
    }

    private static Owner owner(Execution execution, Question question) {
        return question.owner() == OwnerKind.WORKSPACE
                ? Owner.workspace(execution.tenant())
                : Owner.user(execution.user().orElseThrow(Failure::noUser));
    }

    private Uni<Held> neverConnected(ConnectionKey key, Question question, Duration patience) {
        return promptable(key, Optional.empty(), question).flatMap(definition -> definition
                .selfSufficient()
                .map(ready -> clients.connectOnce(key, ready)
                        .onFailure(Lookup::isNobodyThere)
                        .transform(closed ->
                                Failure.authRequired(Map.of("cause", AuthRequiredReason.NEVER_CONNECTED.word())))
                        .chain(() -> connections.find(key))
                        .flatMap(found -> judge(key, found.orElseThrow(), question, patience)))
                .orElseGet(() -> prompt(key, 0, AuthRequiredReason.NEVER_CONNECTED, question, new LinkedHashMap<>())));
    }

    private Uni<Held> judge(ConnectionKey key, Held held, Question question, Duration patience) {
        var settled = settle(key, held, question);
        if (settled.isPresent()) {
            return settled.get();
        }
        var wait = patience.compareTo(LONGEST_WAIT) < 0 ? patience : LONGEST_WAIT;
        return metrics.waiting(renewals.renew(held.id(), held.generation(), wait))
                .flatMap(ended -> connections.find(key).flatMap(again -> again.map(
                                now -> afterRenewal(key, now, question, ended))
                        .orElseThrow(() -> Failure.renewing(RETRY_AFTER))));
    }

    /** What can be answered without waiting for a renewal. */
    private Optional<Uni<Held>> settle(ConnectionKey key, Held held, Question question) {
        if (held.status() == ConnectionStatus.DISCONNECTED) {
            return Optional.of(authRequired(key, held, AuthRequiredReason.NEVER_CONNECTED, question));
        }
        if (held.status() == ConnectionStatus.AUTH_REQUIRED) {
            return Optional.of(
                    authRequired(key, held, held.failure().orElse(AuthRequiredReason.GRANT_REVOKED), question));
        }
        if (!held.scopes().containsAll(question.requiredScopes())) {
            var missing = question.requiredScopes().stream()
                    .filter(scope -> !held.scopes().contains(scope))
                    .toList();
            return Optional.of(scopesMissing(key, held, question, missing));
        }
        var wanted = held.lifetime()
                .map(lifetime -> RenewalSchedule.effectiveMinTtl(question.minTtl(), lifetime))
                .orElse(question.minTtl());
        if (held.livesAt(clock.instant().plus(wanted)) || !held.renewable() && held.livesAt(clock.instant())) {
            return Optional.of(Uni.createFrom().item(held));
        }
        return held.renewable()
                ? Optional.empty()
                : Optional.of(authRequired(key, held, AuthRequiredReason.EXPIRED, question));
    }

    /** Nobody who connects could grant what is not asked of them: prompting them would never end. */
    private Uni<Definition> promptable(ConnectionKey key, Optional<Held> held, Question question) {
        var kind = key.owner().kind();
        return definitions.find(key.tenant().issuer(), key.app(), kind).map(found -> {
            var definition = found.orElseThrow(() -> Failure.notConfigured(key.app(), kind.word()));
            var said = held.map(Held::metadata).orElseGet(Map::of);
            var offered = definition
                    .withKnown(said)
                    .settings()
                    .map(ProviderSettings::offeredScopes)
                    .orElseGet(List::of);
            if (!offered.containsAll(question.requiredScopes())) {
                throw Failure.invalid(
                        "required_scopes", "must be among the scopes and optional_scopes of the app's definition");
            }
            return definition;
        });
    }

    private Uni<Held> afterRenewal(ConnectionKey key, Held held, Question question, UrgentRenewals.Ended ended) {
        if (held.status() == ConnectionStatus.CONNECTED
                && held.livesAt(clock.instant())
                && held.scopes().containsAll(question.requiredScopes())) {
            return Uni.createFrom().item(held);
        }
        return settle(key, held, question)
                .orElseThrow(() -> ended == UrgentRenewals.Ended.MISCONFIGURED
                        ? Failure.providerMisconfigured()
                        : Failure.renewing(RETRY_AFTER));
    }

    /** A client has what its definition lists, as soon as it is renewed by it; else only the developer can do something. */
    private Uni<Held> scopesMissing(ConnectionKey key, Held held, Question question, List<String> missing) {
        var details = new LinkedHashMap<String, String>();
        details.put("missing_scopes", String.join(" ", missing));
        return promptable(key, Optional.of(held), question).flatMap(definition -> {
            if (!definition.needsPerson() && (held.clientDue() || held.judgedVersion() < definition.version())) {
                throw Failure.renewing(RETRY_AFTER);
            }
            if (!definition.needsPerson() && held.definitionVersion() == definition.version()) {
                throw Failure.scopesRefused();
            }
            return prompt(key, held.generation(), AuthRequiredReason.SCOPES_MISSING, question, details);
        });
    }

    private Uni<Held> authRequired(ConnectionKey key, Held held, AuthRequiredReason cause, Question question) {
        return promptable(key, Optional.of(held), question)
                .flatMap(definition -> prompt(key, held.generation(), cause, question, new LinkedHashMap<>()));
    }

    private Uni<Held> prompt(
            ConnectionKey key,
            long generation,
            AuthRequiredReason cause,
            Question question,
            Map<String, String> details) {
        details.put("cause", cause.word());
        if (!question.prompt()) {
            throw Failure.authRequired(details);
        }
        return prompts.open(key, generation, cause, question.requiredScopes())
                .onFailure(Lookup::isNobodyThere)
                .transform(closed -> Failure.authRequired(details))
                .map(prompt -> {
                    details.put("prompt_id", prompt.id().toString());
                    details.put("connect_url", prompts.connectUrl(prompt).toString());
                    throw Failure.authRequired(details);
                });
    }

    /** The workspace was deleted: there is nobody to prompt. */
    private static boolean isNobodyThere(Throwable fault) {
        return fault instanceof Failure failure && failure.reason() == Reason.CONFLICT;
    }

    private Uni<Served> reveal(Execution execution, ConnectionKey key, Held held) {
        var kind = held.type() == ConnectionType.SECRET ? SealedKind.SECRET : SealedKind.ACCESS;
        return values.open(key.scope(), key.context(kind, held.id(), held.sealedAt()), held.envelope())
                .onFailure(Values::isUnopened)
                .transform(closed -> new IllegalStateException("the value does not open"))
                .call(() -> audit.commit(new AuditEntry(
                        AuditAction.VALUE_REVEALED,
                        key.tenant().toString(),
                        "execution",
                        execution.user().orElse("-"),
                        key.app(),
                        held.id().value(),
                        held.generation(),
                        key.owner().kind().word())))
                .map(value -> serve(key, held, value));
    }

    /** The record may have taken longer than the value still lived. */
    private Served serve(ConnectionKey key, Held held, Secret value) {
        if (!held.livesAt(clock.instant())) {
            throw Failure.renewing(RETRY_AFTER);
        }
        return new Served(
                held.id().value(),
                value,
                held.type(),
                key.owner(),
                held.createdBy(),
                held.expiresAt(),
                held.scopes(),
                held.generation(),
                held.metadata());
    }
}
