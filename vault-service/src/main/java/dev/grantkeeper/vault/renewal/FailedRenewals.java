package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.renewal.UnknownRules.Lost;
import dev.grantkeeper.vault.renewal.UnknownRules.Verdict;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What follows from an outcome that brought no value, while the connection still holds the one that was to be renewed. */
@ApplicationScoped
class FailedRenewals {

    private static final Logger LOG = Logger.getLogger(FailedRenewals.class);

    private final Attempts attempts;
    private final DeadGrants deadGrants;
    private final Audit audit;
    private final Continuity continuity;
    private final RenewalConfig config;
    private final InstantSource clock;

    FailedRenewals(
            Attempts attempts,
            DeadGrants deadGrants,
            Audit audit,
            Continuity continuity,
            RenewalConfig config,
            InstantSource clock) {
        this.attempts = attempts;
        this.deadGrants = deadGrants;
        this.audit = audit;
        this.continuity = continuity;
        this.config = config;
        this.clock = clock;
    }

    /** With the row locked. */
    Uni<Void> note(Connection connection, Attempt attempt, Definition definition, Outcome outcome) {
        return attempts.unanswered(connection)
                .map(all -> all.stream()
                        .filter(other -> other != attempt && other.isFor(connection))
                        .toList())
                .flatMap(others -> note(connection, attempt, definition, outcome, others));
    }

    private Uni<Void> note(
            Connection connection, Attempt attempt, Definition definition, Outcome outcome, List<Attempt> others) {
        var now = clock.instant();
        // Another attempt that runs says itself what comes next; to schedule one now would be to present the token
        // twice.
        var running = others.stream().anyMatch(other -> other.isRunning(now));
        if (outcome instanceof Outcome.Rejected) {
            return rejected(connection, others, now);
        }
        if (outcome instanceof Outcome.Misconfigured misconfigured) {
            return misconfigured(connection, attempt, definition, misconfigured.error(), running, now);
        }
        if (outcome instanceof Outcome.Throttled throttled) {
            if (!running) {
                throttled(throttled, connection, definition, now);
            }
            return Uni.createFrom().voidItem();
        }
        if (outcome instanceof Outcome.Unknown) {
            return unknown(connection, attempt, definition, others, now);
        }
        if (!running) {
            passing((Outcome.Transient) outcome, connection, now);
        }
        return Uni.createFrom().voidItem();
    }

    /** Unless an answer is still awaited, there is nothing to wait for. */
    private Uni<Void> rejected(Connection connection, List<Attempt> awaited, Instant now) {
        if (awaited.isEmpty() || connection.renewal().isRejected()) {
            return deadGrants.settle(connection);
        }
        connection.renewal().rejectedUntil(now, now.plus(config.awaitOutcome()));
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> misconfigured(
            Connection connection,
            Attempt attempt,
            Definition definition,
            String reason,
            boolean running,
            Instant now) {
        if (!running) {
            connection.renewal().waitUntil(now);
        }
        if (definition.createdAt().isAfter(attempt.leasedAt())) {
            return Uni.createFrom().voidItem();
        }
        LOG.warnf(
                "The provider refuses the client of app %s as version %d of its %s connection states it: %s",
                definition.app(), definition.version(), definition.owner().word(), reason);
        return audit.append(new AuditEntry(
                AuditAction.RENEWAL_FAILED,
                connection.key().tenant().toString(),
                "worker",
                attempt.worker(),
                connection.key().app(),
                connection.id().value(),
                connection.generation(),
                "provider_misconfigured"));
    }

    /** An app's client is paused as a whole; an owner's has this connection alone. */
    private static void throttled(
            Outcome.Throttled throttled, Connection connection, Definition definition, Instant now) {
        if (!definition.bringsClient()) {
            connection.renewal().waitUntil(now);
        } else if (throttled.retryAfter().isPresent()) {
            connection.renewal().retryAt(now.plus(throttled.retryAfter().get()));
        } else {
            Backoff.putOff(connection.renewal(), connection.expiresAt(), now);
        }
    }

    private static void passing(Outcome.Transient passing, Connection connection, Instant now) {
        if (passing.notSent()) {
            Backoff.putOffUnsent(connection.renewal(), connection.expiresAt(), now);
        } else {
            Backoff.putOff(connection.renewal(), connection.expiresAt(), now);
        }
    }

    private Uni<Void> unknown(
            Connection connection, Attempt attempt, Definition definition, List<Attempt> others, Instant now) {
        var rotation = definition.settings().orElseThrow().rotation();
        var running = others.stream().anyMatch(other -> other.isRunning(now));
        var repeatable =
                UnknownRules.isRepeatable(rotation, connection.renewal().rotates());
        if (!repeatable) {
            connection.renewal().answerLost(attempt.leasedAt());
        }
        if (running) {
            return Uni.createFrom().voidItem();
        }
        if (repeatable) {
            Backoff.putOff(connection.renewal(), connection.expiresAt(), now);
            return Uni.createFrom().voidItem();
        }
        var lost = Stream.concat(others.stream(), Stream.of(attempt))
                .map(Attempt::lost)
                .sorted(Comparator.comparing(Lost::sentAt))
                .toList();
        return obey(
                UnknownRules.judge(
                        rotation,
                        lost,
                        continuity.outcomesAwaited(others),
                        connection.expiresAt(),
                        config.askAgainFor(),
                        now),
                connection,
                lost.size() == 1,
                now);
    }

    private Uni<Void> obey(Verdict verdict, Connection connection, boolean first, Instant now) {
        if (verdict instanceof Verdict.GiveUp) {
            return deadGrants.settle(connection);
        }
        if (verdict instanceof Verdict.Hold hold) {
            connection.renewal().waitUntil(hold.until());
        } else {
            resend(((Verdict.Resend) verdict).graceEnd(), connection, first, now);
        }
        return Uni.createFrom().voidItem();
    }

    private static void resend(Optional<Instant> graceEnd, Connection connection, boolean first, Instant now) {
        if (graceEnd.isEmpty()) {
            Backoff.putOff(connection.renewal(), connection.expiresAt(), now);
        } else if (first) {
            connection.renewal().waitUntil(now);
        } else {
            Backoff.putOff(connection.renewal(), graceEnd, now);
        }
    }
}
