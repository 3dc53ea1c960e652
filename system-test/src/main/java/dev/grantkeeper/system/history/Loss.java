package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.GrantState.Revocation.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A grant that nobody ended and that is no longer of use: its person has to authorize again.
 *
 * @param grant the provider's id
 * @param at when the provider killed it, or its person was asked
 * @param cause what the answer with its newest tokens was lost by
 */
public record Loss(UUID connection, String grant, Instant at, Cause cause) {

    /** Why nobody has the newest tokens. */
    public enum Cause {
        /** The worker that was to get the answer, or had just got it, was killed. */
        KILLED,
        /** The provider did not get the answer out. */
        NOT_DELIVERED,
        UNEXPLAINED
    }

    private static final Set<String> LOST = Set.of("grant_revoked", "outcome_unknown");

    /** All losses of a run. */
    public static List<Loss> in(History history) {
        var deaths = new Deaths(history);
        var losses = new ArrayList<Loss>();
        for (var life : Lives.of(history)) {
            for (var epoch : life.epochs()) {
                lostAt(life, epoch)
                        .map(at -> new Loss(
                                life.standing().connection(), epoch.grant().id(), at, cause(epoch, at, deaths)))
                        .ifPresent(losses::add);
            }
        }
        return List.copyOf(losses);
    }

    private static Optional<Instant> lostAt(Life life, Epoch epoch) {
        var revocation = epoch.grant().revocation();
        if (revocation.isPresent()) {
            return revocation.filter(end -> end.reason() == Reason.REUSE).map(end -> end.at());
        }
        return life.prompts().stream()
                .filter(prompt -> LOST.contains(prompt.reason()))
                .map(Prompted::openedAt)
                .filter(at -> life.epochAt(at).filter(epoch::equals).isPresent())
                .filter(at -> !isRevived(life, epoch, at))
                .findFirst();
    }

    private static boolean isRevived(Life life, Epoch epoch, Instant prompted) {
        return life.commits().stream()
                .anyMatch(commit -> commit.at().isAfter(prompted)
                        && commit.kind() != Commit.Kind.DISCONNECTED
                        && commit.kind() != Commit.Kind.CONNECTED
                        && life.epochOf(commit.generation())
                                .filter(epoch::equals)
                                .isPresent());
    }

    private static Cause cause(Epoch epoch, Instant lostAt, Deaths deaths) {
        return epoch.presentations().stream()
                .filter(presentation -> Calls.isCommitted(presentation.call()))
                .filter(presentation -> presentation.at().isBefore(lostAt) && !presentation.isStoredAt(Instant.MAX))
                .reduce((before, after) -> after)
                .map(unstored -> deaths.lost(unstored).isPresent()
                        ? Cause.KILLED
                        : Calls.isDelivered(unstored.call()) ? Cause.UNEXPLAINED : Cause.NOT_DELIVERED)
                .orElse(Cause.UNEXPLAINED);
    }
}
