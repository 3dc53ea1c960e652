package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.authorization.EndingFlows;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Disconnecting;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.key.Scope;
import dev.grantkeeper.vault.key.ScopeKeys;
import dev.grantkeeper.vault.prompt.ClosingPrompts;
import dev.grantkeeper.vault.revocation.RevocationObserver;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Ends whatever a user, an app or a workspace leaves behind: connections are erased and revoked at their providers, prompts
 * closed, flows under way cut off, and of a workspace the keys destroyed. Each step commits by itself and finds its own work,
 * so that after a crash the next round goes on where this one ended.
 */
@ApplicationScoped
class Leaving implements RevocationObserver {

    private static final int PORTION = 100;
    private static final Duration PENDING_PAUSE = Duration.ofSeconds(5);

    private final Offboardings offboardings;
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
        var fresh = new Offboarding(leaver, person, clock.instant());
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
                .flatMap(tokens -> offboardings.kept(job.leaver()).map(kept -> OffboardingView.of(job, tokens, kept)));
    }

    @Override
    public Uni<Void> ended(UUID revocation, String ending) {
        return offboardings.revoked(revocation, ending);
    }

    /** One portion of it. */
    Uni<Void> goOn(Offboarding job) {
        var leaver = job.leaver();
        // First, so that none of them brings another connection.
        return flows.end(leaver.tenant(), leaver.app(), leaver.user())
                .chain(() -> offboardings.connected(leaver, PORTION))
                .flatMap(connected -> connected.isEmpty() ? close(job) : disconnect(job, connected));
    }

    private Uni<Void> disconnect(Offboarding job, List<ConnectionId> connected) {
        return Multi.createFrom()
                .iterable(connected)
                .onItem()
                .transformToUniAndConcatenate(id ->
                        disconnecting.end(id, job.begunBy(), revocations -> offboardings.ended(job.id(), revocations)))
                .collect()
                .last()
                .chain(() -> offboardings.goOn(job.id(), clock.instant()));
    }

    private Uni<Void> close(Offboarding job) {
        var leaver = job.leaver();
        return prompts.close(leaver.tenant(), leaver.app(), leaver.owner(), job.begunBy(), PORTION)
                .flatMap(closed -> closed == 0
                        ? settle(job)
                        : offboardings
                                .prompted(job.id(), closed)
                                .chain(() -> offboardings.goOn(job.id(), clock.instant())));
    }

    private Uni<Void> settle(Offboarding job) {
        return offboardings.tokens(job.id()).flatMap(tokens -> {
            var now = clock.instant();
            var settled = job.isSettled(config.settleFor(), now) && !tokens.containsKey("pending");
            return settled ? end(job) : offboardings.goOn(job.id(), now.plus(pause()));
        });
    }

    private Duration pause() {
        return config.settleFor().compareTo(PENDING_PAUSE) < 0 ? config.settleFor() : PENDING_PAUSE;
    }

    private Uni<Void> end(Offboarding job) {
        var ended = transactions.inOne(() -> offboardings
                .end(job.id(), clock.instant())
                .chain(() -> audit.append(entry(AuditAction.OFFBOARDING_ENDED, job))));
        return (job.leaver().kind() == Leaver.Kind.WORKSPACE
                        ? destroy(job)
                        : Uni.createFrom().voidItem())
                .chain(() -> ended)
                .invoke(() -> metrics.ended(job.leaver().kind()));
    }

    /** After the revocations, which need the keys. What is left of prompts in the compacted topic goes, too. */
    private Uni<Void> destroy(Offboarding job) {
        var tenant = job.leaver().tenant();
        return keys.shred(Scope.workspace(tenant.toString()))
                .chain(() -> Multi.createBy()
                        .repeating()
                        .uni(() -> prompts.forget(tenant, PORTION))
                        .whilst(forgotten -> forgotten == PORTION)
                        .collect()
                        .last())
                .replaceWithVoid();
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
