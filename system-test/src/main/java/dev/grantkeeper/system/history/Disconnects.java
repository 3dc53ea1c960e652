package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.Invariant.DISCONNECTED;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A grant that was taken back is revoked at the provider, no renewal brings it back, and no lookup serves it. */
final class Disconnects {

    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(60);

    private Disconnects() {}

    static List<Violation> check(Life life) {
        var violations = new ArrayList<Violation>();
        Commit before = null;
        for (var commit : life.commits()) {
            if (commit.kind() == Commit.Kind.DISCONNECTED) {
                revoked(life, commit, violations);
            } else if (before != null
                    && before.kind() == Commit.Kind.DISCONNECTED
                    && commit.kind() != Commit.Kind.CONNECTED) {
                violations.add(Violation.of(
                        DISCONNECTED,
                        life,
                        "generation " + commit.generation() + " was renewed after it was disconnected",
                        before.at(),
                        commit.at()));
            }
            before = commit;
        }
        life.disconnections().forEach(disconnection -> served(life, disconnection, violations));
        return violations;
    }

    private static void revoked(Life life, Commit commit, List<Violation> violations) {
        life.epochOf(commit.generation())
                .filter(epoch -> !epoch.isRevokedAt(commit.at().plus(REVOKED_WITHIN)))
                .ifPresent(epoch -> violations.add(Violation.of(
                        DISCONNECTED,
                        life,
                        "grant " + epoch.grant().id() + " was not revoked at the provider",
                        commit.at())));
    }

    private static void served(Life life, Disconnected disconnection, List<Violation> violations) {
        var until = life.authorizations().stream()
                .filter(next -> next.doneAt().isAfter(disconnection.doneAt()))
                .map(Authorized::begunAt)
                .findFirst()
                .orElse(Instant.MAX);
        life.lookups().stream()
                .filter(lookup -> lookup.value().isPresent())
                .filter(lookup -> lookup.askedAt().isAfter(disconnection.doneAt())
                        && lookup.answeredAt().isBefore(until))
                .forEach(lookup -> violations.add(Violation.of(
                        DISCONNECTED,
                        life,
                        "a value was served after it was disconnected",
                        disconnection.doneAt(),
                        lookup.askedAt())));
    }
}
