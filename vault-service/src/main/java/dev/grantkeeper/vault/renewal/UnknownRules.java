package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.oauth2.RotationPolicy;
import dev.grantkeeper.oauth2.RotationPolicy.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do about requests whose answers are lost. The refresh token may be spent, and presenting a spent one can kill the
 * grant; but unless an answer turns up, there is no other.
 */
final class UnknownRules {

    /**
     * A request whose answer is lost.
     *
     * @param silent nobody said that it was sent and not answered: its worker may have died, which says nothing of the provider
     */
    record Lost(Instant sentAt, boolean silent) {}

    sealed interface Verdict {
        /**
         * Present the same refresh token again.
         *
         * @param graceEnd until when a lease comes in time for a provider that accepts it even if it is spent; empty if nobody
         *     knows
         */
        record Resend(Optional<Instant> graceEnd) implements Verdict {}

        /** An answer may turn up until then, and nothing is lost by waiting for it. */
        record Hold(Instant until) implements Verdict {}

        /** Every try that makes sense was made. */
        record GiveUp() implements Verdict {}
    }

    /** What may pass from a lease until its request is with the provider; the worker sends nothing later than 5 s. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(6);

    private UnknownRules() {}

    /** The part of a grace period within which a lease may be given: later, the request could come after its end. */
    private static Duration sure(Duration grace) {
        var half = grace.dividedBy(2);
        return grace.minus(ON_ITS_WAY.compareTo(half) < 0 ? ON_ITS_WAY : half);
    }

    /**
     * Whether a refresh token may be presented any number of times.
     *
     * @param seenRotating what the provider was seen to do with this grant; a provider never seen might rotate
     */
    static boolean isRepeatable(RotationPolicy policy, Optional<Boolean> seenRotating) {
        return policy.kind() == Kind.NONE || policy.kind() == Kind.UNDECLARED && !seenRotating.orElse(true);
    }

    /**
     * For a refresh token that is not repeatable. Once the access token has ended and no outcome can be on its way any more,
     * there is nothing to save by waiting; a provider that does not answer then either is away, which is no reason to bother a person soon.
     *
     * @param lost earliest first, at least one
     * @param awaited until when an answer may be on its way that only could not be stored yet
     * @param expiresAt when the access token ends
     * @param patience for how long a provider is asked again, from the first request after the access token's end that it is
     *     known to have left unanswered
     */
    static Verdict judge(
            RotationPolicy policy,
            List<Lost> lost,
            Instant awaited,
            Optional<Instant> expiresAt,
            Duration patience,
            Instant now) {
        var graceEnd =
                Optional.of(lost.get(0).sentAt().plus(sure(policy.grace()))).filter(now::isBefore);
        if (graceEnd.isPresent()) {
            return new Verdict.Resend(graceEnd);
        }
        if (expiresAt.filter(now::isBefore).isPresent()) {
            return new Verdict.Hold(expiresAt.get());
        }
        if (now.isBefore(awaited)) {
            return new Verdict.Hold(awaited);
        }
        var end = expiresAt.orElse(lost.get(0).sentAt());
        var outOfPatience = lost.stream()
                .filter(request -> !request.silent())
                .map(Lost::sentAt)
                .filter(at -> !at.isBefore(end))
                .findFirst()
                .filter(first -> !now.isBefore(first.plus(patience)));
        return outOfPatience.isPresent() ? new Verdict.GiveUp() : new Verdict.Resend(Optional.empty());
    }
}
