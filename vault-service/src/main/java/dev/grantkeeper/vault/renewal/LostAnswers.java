package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.oauth2.RotationPolicy;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.renewal.Lease.Reason;
import dev.grantkeeper.vault.renewal.UnknownRules.Verdict;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks at earlier attempts before another is made. A lease that ended without an outcome is one whose answer is lost. */
@ApplicationScoped
class LostAnswers {

    private final Attempts attempts;
    private final DeadGrants deadGrants;
    private final RenewalMetrics metrics;
    private final Continuity continuity;
    private final RenewalConfig config;

    LostAnswers(
            Attempts attempts,
            DeadGrants deadGrants,
            RenewalMetrics metrics,
            Continuity continuity,
            RenewalConfig config) {
        this.attempts = attempts;
        this.deadGrants = deadGrants;
        this.metrics = metrics;
        this.continuity = continuity;
        this.config = config;
    }

    /**
     * With the row locked.
     *
     * @return why the refresh token must not be presented now; empty when it may be
     */
    Uni<Optional<Reason>> resolve(Connection connection, RotationPolicy rotation, Instant now) {
        return attempts.unanswered(connection).flatMap(unanswered -> {
            if (unanswered.stream().anyMatch(attempt -> attempt.isRunning(now))) {
                return Uni.createFrom().item(Optional.of(Reason.HELD));
            }
            var earlier = unanswered.stream()
                    .filter(attempt -> attempt.isFor(connection))
                    .toList();
            takeOver(earlier);
            if (earlier.isEmpty()
                    || UnknownRules.isRepeatable(rotation, connection.renewal().rotates())) {
                return Uni.createFrom().item(Optional.empty());
            }
            connection.renewal().answerLost(earlier.get(0).leasedAt());
            var lost = earlier.stream().map(Attempt::lost).toList();
            var awaited = continuity.outcomesAwaited(earlier);
            return obey(
                    connection,
                    UnknownRules.judge(rotation, lost, awaited, connection.expiresAt(), config.askAgainFor(), now));
        });
    }

    private void takeOver(List<Attempt> earlier) {
        earlier.stream().filter(Attempt::takeOver).forEach(attempt -> metrics.takenOver());
    }

    private Uni<Optional<Reason>> obey(Connection connection, Verdict verdict) {
        if (verdict instanceof Verdict.Hold hold) {
            connection.renewal().waitUntil(hold.until());
            return Uni.createFrom().item(Optional.of(Reason.HELD));
        }
        return verdict instanceof Verdict.GiveUp
                ? deadGrants.settle(connection).replaceWith(Optional.of(Reason.STALE))
                : Uni.createFrom().item(Optional.empty());
    }
}
