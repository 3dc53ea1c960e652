package dev.grantkeeper.vault.hook;

import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.Handler;
import dev.grantkeeper.vault.connection.Handlers;
import dev.grantkeeper.vault.connection.Proposal;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.hook.HookMetrics.Result;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The handlers that apps' developers registered. Only what an app allows in so many words is allowed. */
@ApplicationScoped
class AppHandlers implements Handlers {

    private static final Logger LOG = Logger.getLogger(AppHandlers.class);

    /** Nobody needs more of an app's places at once, and nobody is to keep other people from them. */
    private static final int OF_ONE_PERSON = 2;

    private final Hooks hooks;
    private final HookSecrets secrets;
    private final HandlerCalls calls;
    private final Audit audit;
    private final HookMetrics metrics;
    private final InstantSource clock;
    private final Places places;
    private final Places ofPersons = new Places(OF_ONE_PERSON);

    AppHandlers(
            Hooks hooks,
            HookSecrets secrets,
            HandlerCalls calls,
            Audit audit,
            HookMetrics metrics,
            HookLimits limits,
            InstantSource clock) {
        this.hooks = hooks;
        this.secrets = secrets;
        this.calls = calls;
        this.audit = audit;
        this.metrics = metrics;
        this.clock = clock;
        this.places = new Places(limits.concurrency());
    }

    @Override
    public Uni<Optional<Handler>> find(ConnectionKey key, Proposal.Kind kind) {
        return hooks.find(key.tenant().issuer(), key.app(), HookEvent.of(kind))
                .map(found -> found.map(hook -> proposal -> ask(hook, proposal)));
    }

    private Uni<Void> ask(Hook hook, Proposal proposal) {
        return secrets.open(hook)
                .onFailure(Values::isUnopened)
                .invoke(() -> metrics.ended(hook.event(), Result.FAILED))
                .onFailure(Values::isUnopened)
                .transform(closed ->
                        Failure.hookFailed("What the app is called with cannot be opened. Its developer has to"
                                + " delete its hook and register it anew."))
                .flatMap(signing -> inPlace(hook, proposal, Message.of(hook, proposal, signing, clock.instant())))
                .flatMap(verdict -> settle(hook, proposal, verdict));
    }

    private Uni<Verdict> inPlace(Hook hook, Proposal proposal, Message message) {
        var app = hook.issuer() + "/" + hook.app();
        var person = app + "/" + proposal.key().tenant() + "/" + proposal.by();
        if (!ofPersons.take(person)) {
            throw busy(hook);
        }
        if (!places.take(app)) {
            ofPersons.giveBack(person);
            throw busy(hook);
        }
        var begun = clock.instant();
        return calls.call(message, hook.timeout()).onTermination().invoke(() -> {
            places.giveBack(app);
            ofPersons.giveBack(person);
            metrics.took(hook.event(), Duration.between(begun, clock.instant()));
        });
    }

    private Failure busy(Hook hook) {
        metrics.ended(hook.event(), Result.BUSY);
        return Failure.hookFailed("The app is being asked by too many at once. Try again in a moment.");
    }

    private Uni<Void> settle(Hook hook, Proposal proposal, Verdict verdict) {
        if (verdict instanceof Verdict.Allowed) {
            metrics.ended(hook.event(), Result.ALLOWED);
            return Uni.createFrom().voidItem();
        }
        if (verdict instanceof Verdict.Refused refused) {
            metrics.ended(hook.event(), Result.REFUSED);
            return audit.commit(refusal(hook, proposal))
                    .onItem()
                    .failWith(() -> Failure.refusedByApp(refused.message()));
        }
        var none = (Verdict.None) verdict;
        metrics.ended(hook.event(), none.overdue() ? Result.OVERDUE : Result.FAILED);
        LOG.warnf(
                "app %s/%s: its handler of %s did not answer: %s",
                hook.issuer(), hook.app(), hook.event().word(), none.reason());
        throw Failure.hookFailed(
                "The app could not be asked whether it allows this; nothing was changed. Try again in a moment.");
    }

    private static AuditEntry refusal(Hook hook, Proposal proposal) {
        return new AuditEntry(
                AuditAction.REFUSED_BY_APP,
                proposal.key().tenant().toString(),
                "person",
                proposal.by(),
                proposal.key().app(),
                proposal.id().value(),
                null,
                hook.event().word());
    }
}
