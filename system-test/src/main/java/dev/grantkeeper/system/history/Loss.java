package dev.grantkeeper.system.history;

import static java.util.function.Predicate.not;

import dev.grantkeeper.testkit.authorization.GrantState.Revocation.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A grant that nobody ended and that is no longer of use: its person has to authorize again.
 *
 * @param grant the provider's id
 * @param since when the tokens were issued that nobody has; when it was noticed, if there are none such
 * @param promptedAt when its person was asked, if at all
 */
public record Loss(UUID connection, String grant, Cause cause, Instant since, Optional<Instant> promptedAt) {

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
                noticedAt(life, epoch).ifPresent(at -> losses.add(loss(life, epoch, at, deaths)));
            }
        }
        return List.copyOf(losses);
    }

    private static Loss loss(Life life, Epoch epoch, Instant noticedAt, Deaths deaths) {
        var unstored = epoch.presentations().stream()
                .filter(presentation -> Calls.isCommitted(presentation.call()))
                .filter(presentation -> presentation.at().isBefore(noticedAt) && !presentation.isStoredAt(Instant.MAX))
                .reduce((before, after) -> after);
        return new Loss(
                life.standing().connection(),
                epoch.grant().id(),
                unstored.map(last -> cause(last, deaths)).orElse(Cause.UNEXPLAINED),
                unstored.flatMap(last -> last.call().committedAt()).orElse(noticedAt),
                prompts(life, epoch).findFirst());
    }

    private static Cause cause(Presentation unstored, Deaths deaths) {
        if (deaths.lost(unstored).isPresent()) {
            return Cause.KILLED;
        }
        return Calls.isDelivered(unstored.call()) ? Cause.UNEXPLAINED : Cause.NOT_DELIVERED;
    }

    private static Optional<Instant> noticedAt(Life life, Epoch epoch) {
        var revocation = epoch.grant().revocation();
        if (revocation.isPresent()) {
            return revocation.filter(end -> end.reason() == Reason.REUSE).map(end -> end.at());
        }
        return prompts(life, epoch).findFirst();
    }

    /** When its person was asked because of it; what a late outcome revived is not lost. */
    private static Stream<Instant> prompts(Life life, Epoch epoch) {
        return life.prompts().stream()
                .filter(prompt -> LOST.contains(prompt.reason()))
                .map(Prompted::openedAt)
                .filter(at -> life.epochAt(at).filter(epoch::equals).isPresent())
                .filter(not(at -> isRevived(life, epoch, at)));
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
}
