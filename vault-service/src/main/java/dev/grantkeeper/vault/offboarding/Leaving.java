package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.authorization.EndingFlows;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Disconnecting;
import dev.grantkeeper.vault.connection.Workspaces;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.key.Scope;
import dev.grantkeeper.vault.key.ScopeKeys;
import dev.grantkeeper.vault.prompt.ClosingPrompts;
import dev.grantkeeper.vault.prompt.Prompt;
import dev.grantkeeper.vault.revocation.RevocationObserver;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Ends whatever a user, an app or a workspace leaves behind: connections are erased and revoked at their providers, prompts
 * closed, flows under way cut off, and of a workspace the keys destroyed once nothing is left that needs them. Each step commits by itself and finds its own work,
 * so that after a crash the next round goes on where this one ended.
 */
@ApplicationScoped
class Leaving implements RevocationObserver {

    private static final Logger LOG = Logger.getLogger(Leaving.class);
    private static final int PORTION = 100;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Offboardings offboardings;
    private final Retries retries;
    private final Leftovers leftovers;
    private final Workspaces workspaces;
    private final Disconnecting disconnecting;
    private final ClosingPrompts prompts;
    private final EndingFlows flows;
    private final ScopeKeys keys;
    private final Transactions transactions;
    private final Audit audit;
    private final OffboardingMetrics metrics;
    private final OffboardingConfig config;
    private final InstantSource clock;

    Leaving(
            Offboardings offboardings,
            Retries retries,
            Leftovers leftovers,
            Workspaces workspaces,
            Disconnecting disconnecting,
            ClosingPrompts prompts,
            EndingFlows flows,
            ScopeKeys keys,
            Transactions transactions,
            Audit audit,
            OffboardingMetrics metrics,
            OffboardingConfig config,
            InstantSource clock) {
        this.offboardings = offboardings;
        this.retries = retries;
        this.leftovers = leftovers;
        this.workspaces = workspaces;
        this.disconnecting = disconnecting;
        this.prompts = prompts;
        this.flows = flows;
        this.keys = keys;
        this.transactions = transactions;
        this.audit = audit;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /** Fails with FORBIDDEN unless an admin asks. The same again while it is under way begins nothing. */
    Uni<OffboardingView> begin(Person person, Leaver leaver) {
        requireAdmin(person);
        var fresh = new Offboarding(leaver, person, clock.instant(), config.settleFor());
        return transactions
                .inOne(() -> offboardings
                        .begin(fresh)
                        .call(job -> job.id().equals(fresh.id())
                                ? audit.append(entry(AuditAction.OFFBOARDING_BEGUN, job))
                                : Uni.createFrom().voidItem()))
                .flatMap(this::view);
    }

    /** Fails with NOT_FOUND for another tenant's, FORBIDDEN unless an admin asks. */
    Uni<OffboardingView> find(Person person, UUID id) {
        requireAdmin(person);
        return offboardings
                .find(person.tenant(), id)
                .flatMap(found -> view(found.orElseThrow(() -> Failure.notFound("offboarding"))));
    }

    private static void requireAdmin(Person person) {
        if (!person.admin()) {
            throw Failure.forbidden("Only admins let users, apps and workspaces go.");
        }
    }

    private Uni<OffboardingView> view(Offboarding job) {
        return offboardings
                .tokens(job.id())
                .flatMap(tokens -> offboardings.kept(job.leaver()).flatMap(kept -> retries.failing(job.id())
                        .map(failing -> OffboardingView.of(job, tokens, kept, failing))));
    }

    @Override
    public Uni<Void> ended(UUID revocation, ConnectionId connection, Instant begunAt, String ending) {
        return offboardings.revoked(revocation, connection, begunAt, ending);
    }

    /** One portion of it. */
    Uni<Void> goOn(Offboarding job) {
        var leaver = job.leaver();
        var began = clock.instant();
        // First, so that none of them brings another connection.
        return flows.end(leaver.tenant(), leaver.app(), leaver.user(), job.endsWhatBeganBefore(clock.instant()))
                .chain(() -> offboardings.connected(job.id(), PORTION))
                .flatMap(connected -> connected.isEmpty() ? close(job, began) : disconnect(job, connected));
    }

    private Uni<Void> disconnect(Offboarding job, List<ConnectionId> connected) {
        return each(
                job,
                connected,
                ConnectionId::value,
                id -> disconnecting.end(id, job.begunBy(), tokens -> offboardings.ended(job.id(), tokens)));
    }

    private Uni<Void> close(Offboarding job, Instant began) {
        var leaver = job.leaver();
        return retries.waiting(job.id())
                .flatMap(waiting -> prompts.open(
                                leaver.tenant(),
                                leaver.app(),
                                leaver.owner(),
                                job.endsWhatBeganBefore(clock.instant()),
                                PORTION + waiting.size())
                        .map(open -> open.stream()
                                .filter(prompt -> !waiting.contains(prompt.id()))
                                .toList()))
                .flatMap(open -> open.isEmpty()
                        ? blank(job, began)
                        : each(
                                job,
                                open,
                                Prompt::id,
                                prompt -> prompts.close(prompt, job.begunBy(), () -> offboardings.prompted(job.id()))));
    }

    /** One that fails is put off, and the others go on. */
    private <T> Uni<Void> each(Offboarding job, List<T> items, Function<T, UUID> id, Function<T, Uni<Void>> end) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(
                        item -> end.apply(item).onFailure().recoverWithUni(fault -> {
                            LOG.warnf(
                                    "offboarding %s: %s could not be ended, and is tried again: %s",
                                    job.id(), id.apply(item), fault.getClass().getName());
                            return retries.putOff(job.id(), id.apply(item));
                        }))
                .collect()
                .last()
                .chain(() -> goOnAt(job, clock.instant()));
    }

    /** Of a workspace nothing stays that could be blanked. */
    private Uni<Void> blank(Offboarding job, Instant began) {
        return job.leaver().kind() == Leaver.Kind.WORKSPACE
                ? settle(job, began)
                : leftovers
                        .blank(job.id(), PORTION)
                        .flatMap(blanked -> blanked == 0 ? settle(job, began) : goOnAt(job, clock.instant()));
    }

    /** @param began when this round did: what came after its look is looked for once more */
    private Uni<Void> settle(Offboarding job, Instant began) {
        if (!job.isSettled(began)) {
            return pause(job);
        }
        return job.leaver().kind() == Leaver.Kind.WORKSPACE
                ? workspaces
                        .close(job.leaver().tenant())
                        // The last look is one after which nothing can come.
                        .flatMap(closed -> closed ? goOnAt(job, clock.instant()) : finish(job))
                : finish(job);
    }

    private Uni<Void> finish(Offboarding job) {
        return offboardings.tokens(job.id()).flatMap(tokens -> retries.failing(job.id())
                .flatMap(failing -> {
                    if (failing > 0 || tokens.containsKey("pending")) {
                        return pause(job);
                    }
                    return job.leaver().kind() == Leaver.Kind.WORKSPACE ? destroy(job) : endIfBlank(job);
                }));
    }

    private Uni<Void> endIfBlank(Offboarding job) {
        return leftovers.unblanked(job.id()).flatMap(left -> left > 0 ? pause(job) : end(job));
    }

    /** After the revocations, which need the keys, and once nothing is left that could need them. Also what the compacted topic has. */
    private Uni<Void> destroy(Offboarding job) {
        var tenant = job.leaver().tenant();
        return prompts.forget(tenant, PORTION)
                .flatMap(forgotten ->
                        forgotten > 0 ? Uni.createFrom().item(forgotten) : leftovers.delete(tenant, PORTION))
                .flatMap(gone -> gone > 0 ? goOnAt(job, clock.instant()) : shred(job));
    }

    private Uni<Void> shred(Offboarding job) {
        var tenant = job.leaver().tenant();
        return leftovers
                .undeleted(tenant)
                .flatMap(left -> left > 0
                        ? pause(job)
                        : keys.shred(Scope.workspace(tenant.toString())).chain(() -> end(job)));
    }

    private Uni<Void> end(Offboarding job) {
        return transactions
                .inOne(() -> offboardings
                        .end(job.id(), clock.instant())
                        .call(ended -> ended
                                ? retries.forget(job.id())
                                        .chain(() -> audit.append(entry(AuditAction.OFFBOARDING_ENDED, job)))
                                : Uni.createFrom().voidItem()))
                .flatMap(ended -> {
                    if (!ended) {
                        // Let go again just now.
                        return pause(job);
                    }
                    metrics.ended(job.leaver().kind());
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> goOnAt(Offboarding job, Instant at) {
        return offboardings.goOn(job.id(), at);
    }

    private Uni<Void> pause(Offboarding job) {
        var pause = config.settleFor().compareTo(LONGEST_PAUSE) < 0 ? config.settleFor() : LONGEST_PAUSE;
        return goOnAt(job, clock.instant().plus(pause));
    }

    private static AuditEntry entry(AuditAction action, Offboarding job) {
        var leaver = job.leaver();
        return new AuditEntry(
                action,
                leaver.tenant().toString(),
                "person",
                job.begunBy(),
                leaver.app().orElse(null),
                null,
                null,
                leaver.kind().word() + " " + leaver.id());
    }
}
