package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.Invariant.NOBODY_PROMPTED;

import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A person is asked only when the provider would accept nothing that the vault holds, or gets to hold: an outcome that lies in
 * Kafka, or with a worker that lives, is not lost, and its token was alive until somebody presented the one before it again.
 */
final class NobodyPrompted {

    private static final Set<String> DEAD = Set.of("grant_revoked", "outcome_unknown", "expired");
    private static final String NEVER_CONNECTED = "never_connected";

    private final Rotation rotation;

    NobodyPrompted(Rotation rotation) {
        this.rotation = rotation;
    }

    List<Violation> check(Life life) {
        var violations = new ArrayList<Violation>();
        for (var prompt : life.prompts()) {
            judge(life, prompt)
                    .ifPresent(what -> violations.add(Violation.of(
                            NOBODY_PROMPTED, life, "prompted for " + prompt.reason() + " " + what, prompt.openedAt())));
        }
        return violations;
    }

    private Optional<String> judge(Life life, Prompted prompt) {
        var at = prompt.openedAt();
        if (prompt.reason().equals(NEVER_CONNECTED)) {
            return life.commitAt(at.minus(Calls.CLOCKS))
                    .filter(last -> last.kind() != Commit.Kind.DISCONNECTED)
                    .filter(last -> life.commitAt(at.plus(Calls.CLOCKS)).equals(Optional.of(last)))
                    .map(last -> "although connected since generation " + last.generation());
        }
        if (!DEAD.contains(prompt.reason())) {
            return Optional.empty();
        }
        return life.epochAt(at).map(epoch -> alive(epoch, at)).orElse(Optional.of("although nothing was connected"));
    }

    private Optional<String> alive(Epoch epoch, Instant at) {
        boolean revoked = epoch.isRevokedAt(at.plus(Calls.CLOCKS));
        if (revoked && !(rotation.rotates() && epoch.isReused())) {
            return Optional.empty();
        }
        if (!rotation.rotates()) {
            return Optional.of("although grant " + epoch.grant().id() + " was alive");
        }
        var newest = epoch.presentations().stream()
                .filter(presentation -> Calls.isCommitted(presentation.call()))
                .filter(presentation -> !committedAt(presentation).isAfter(at))
                .reduce((before, after) -> committedAt(after).isAfter(committedAt(before)) ? after : before);
        if (newest.filter(last -> last.isStoredAt(Instant.MAX)).isPresent()) {
            return Optional.of(unused(epoch, newest.get(), at));
        }
        if (revoked) {
            return Optional.empty();
        }
        if (newest.isEmpty()) {
            return Optional.of(
                    "although the first refresh token of grant " + epoch.grant().id() + " was never used");
        }
        return graceOf(epoch, newest.get().serial(), at);
    }

    private static String unused(Epoch epoch, Presentation newest, Instant at) {
        return "although the vault " + (newest.isStoredAt(at) ? "had" : "was yet to get") + " refresh token "
                + newest.call().issued().orElseThrow() + " of grant "
                + epoch.grant().id() + ", which was never used";
    }

    private Optional<String> graceOf(Epoch epoch, int serial, Instant at) {
        return epoch.presentations().stream()
                .filter(presentation -> presentation.serial() == serial && Calls.isCommitted(presentation.call()))
                .map(NobodyPrompted::committedAt)
                .min(Instant::compareTo)
                .filter(firstUse -> at.isBefore(firstUse.plus(rotation.grace())))
                .map(firstUse -> "within the grace of refresh token " + serial + ", used first at " + firstUse);
    }

    private static Instant committedAt(Presentation presentation) {
        return presentation.call().committedAt().orElseThrow();
    }
}
