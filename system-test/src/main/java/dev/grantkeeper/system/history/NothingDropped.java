package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.Invariant.NOTHING_DROPPED;

import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was issued and delivered is stored: as the connection's value or in quarantine, unless the person had ended the grant by
 * then, or the only one who knew was killed. In the end the connection holds the newest that its grant was given.
 */
final class NothingDropped {

    /** From the end of a lease until somebody looks at what became of it. */
    private static final Duration LOOKED_AT = Duration.ofSeconds(60);

    private final Rotation rotation;
    private final Deaths deaths;
    private final Instant end;

    NothingDropped(History history, Rotation rotation) {
        this.rotation = rotation;
        this.deaths = new Deaths(history);
        this.end = history.stored().at();
    }

    List<Violation> check(Life life) {
        var violations = new ArrayList<Violation>();
        for (var epoch : life.epochs()) {
            for (var presentation : epoch.presentations()) {
                if (Calls.isDelivered(presentation.call())) {
                    judge(life, presentation).ifPresent(what -> violations.add(violation(life, what, presentation)));
                }
            }
        }
        if (life.standing().isConnected()) {
            life.lastEpoch().ifPresent(epoch -> {
                newest(epoch)
                        .ifPresent(last -> violations.add(violation(
                                life,
                                "the newest token of grant " + epoch.grant().id() + " is not the one it stands with",
                                last)));
                forgotten(life, epoch)
                        .ifPresent(lease -> violations.add(Violation.of(
                                NOTHING_DROPPED,
                                life,
                                "nobody looked again after a lease of generation " + lease.generation()
                                        + " had ended without an outcome",
                                lease.leasedAt())));
            });
        }
        return violations;
    }

    private Optional<String> judge(Life life, Presentation presentation) {
        var lease = presentation.lease();
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        var answer = lease.get().answer();
        if (answer.isEmpty()) {
            boolean excused =
                    deaths.lost(presentation).isPresent() || !lease.get().isOverAt(end);
            return excused ? Optional.empty() : Optional.of("no outcome was ever stored of a token that was delivered");
        }
        return switch (answer.get().result()) {
            case APPLIED, QUARANTINED -> Optional.empty();
            case DROPPED, REVOKED ->
                isReplaced(life, lease.get(), answer.get())
                        ? Optional.empty()
                        : Optional.of("a token was erased although its grant was not replaced");
            case NOTED -> Optional.of("a delivered token was taken for a failure");
        };
    }

    /** A new access token alone is worth nothing once there is a newer one. */
    private boolean isReplaced(Life life, Lease lease, Lease.Answer answer) {
        return life.commits().stream()
                .filter(commit -> commit.generation() > lease.generation()
                        && !commit.at().isAfter(answer.at().plus(Calls.CLOCKS)))
                .anyMatch(commit -> !rotation.rotates()
                        || commit.kind() == Commit.Kind.CONNECTED
                        || commit.kind() == Commit.Kind.DISCONNECTED);
    }

    /** The newest issue of the grant, unless it was applied, is under way, or died with a worker. */
    private Optional<Presentation> newest(Epoch epoch) {
        return epoch.presentations().stream()
                .filter(presentation -> Calls.isCommitted(presentation.call()))
                .reduce((before, after) -> isLater(after, before) ? after : before)
                .filter(last -> last.lease()
                        .filter(lease -> !lease.isApplied() && lease.isOverAt(end))
                        .isPresent())
                .filter(last -> deaths.lost(last).isEmpty());
    }

    private static boolean isLater(Presentation a, Presentation b) {
        return a.call()
                .committedAt()
                .orElseThrow()
                .isAfter(b.call().committedAt().orElseThrow());
    }

    private Optional<Lease> forgotten(Life life, Epoch epoch) {
        return epoch.attempts().stream()
                .map(Attempt::lease)
                .reduce((before, after) -> after)
                .filter(last -> last.answer().isEmpty() && last.unknownAt().isEmpty())
                .filter(last -> last.endsAt().plus(LOOKED_AT).isBefore(end)
                        && life.standing().generation() == last.generation());
    }

    private static Violation violation(Life life, String what, Presentation presentation) {
        return Violation.of(
                NOTHING_DROPPED,
                life,
                what,
                presentation.at(),
                presentation.call().committedAt().orElseThrow());
    }
}
