package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A time without a good access token although the grant was alive and nobody had to be asked: a renewal came too late.
 *
 * @param generation that had expired
 * @param from the provider's expiry
 * @param until when the next generation was written, or the run ended
 */
public record Gap(UUID connection, long generation, Instant from, Instant until) {

    /** All gaps of a run. */
    public static List<Gap> in(History history) {
        var gaps = new ArrayList<Gap>();
        for (var life : Lives.of(history)) {
            for (var epoch : life.epochs()) {
                expiries(epoch).forEach((generation, expiry) -> {
                    var end = next(life, generation, history.stored().at());
                    if (end.isAfter(expiry) && !epoch.isRevokedAt(end) && !isPrompted(life, expiry, end)) {
                        gaps.add(new Gap(life.standing().connection(), generation, expiry, end));
                    }
                });
            }
        }
        return List.copyOf(gaps);
    }

    private static TreeMap<Long, Instant> expiries(Epoch epoch) {
        var expiries = new TreeMap<Long, Instant>();
        epoch.exchange()
                .accessExpiresAt()
                .ifPresent(expiry -> expiries.put(epoch.connected().generation(), expiry));
        for (var attempt : epoch.attempts()) {
            attempt.call()
                    .filter(call -> attempt.lease().isApplied())
                    .flatMap(TokenCall::accessExpiresAt)
                    .ifPresent(expiry ->
                            expiries.put(attempt.lease().answer().orElseThrow().generation(), expiry));
        }
        return expiries;
    }

    private static Instant next(Life life, long generation, Instant end) {
        return life.commits().stream()
                .filter(commit -> commit.generation() > generation)
                .map(Commit::at)
                .findFirst()
                .orElse(end);
    }

    private static boolean isPrompted(Life life, Instant expiry, Instant until) {
        return life.prompts().stream()
                .anyMatch(prompt -> prompt.openedAt().isBefore(until)
                        && prompt.resolvedAt().filter(at -> at.isBefore(expiry)).isEmpty());
    }
}
