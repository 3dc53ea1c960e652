package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.oauth2.RotationPolicy;
import dev.grantkeeper.oauth2.RotationPolicy.Kind;
import java.time.Instant;
import java.util.Optional;

/**
 * What to do about a request whose answer is lost. The refresh token may be spent, and presenting a spent one can kill the
 * grant; but unless the answer turns up, there is no other.
 */
final class UnknownRules {

    private static final int RESENDS_WITH_GRACE = 2;
    private static final int RESENDS = 1;

    sealed interface Verdict {
        /** Present the same refresh token again, now. */
        record Resend() implements Verdict {}

        /** The answer may turn up while the access token lives. */
        record Hold(Instant until) implements Verdict {}

        /** Every try that makes sense was made. */
        record GiveUp() implements Verdict {}
    }

    private UnknownRules() {}

    /**
     * Whether a refresh token may be presented any number of times.
     *
     * @param seenRotating what the provider was seen to do with this grant; a provider never seen might rotate
     */
    static boolean isRepeatable(RotationPolicy policy, Optional<Boolean> seenRotating) {
        return policy.kind() == Kind.NONE || policy.kind() == Kind.UNDECLARED && !seenRotating.orElse(true);
    }

    /**
     * For a refresh token that is not repeatable.
     *
     * @param sent when the first request whose answer is lost was made
     * @param resends how often the refresh token was presented again since
     * @param expiresAt when the access token ends
     */
    static Verdict judge(RotationPolicy policy, Instant sent, int resends, Optional<Instant> expiresAt, Instant now) {
        var grace = policy.kind() == Kind.GRACE;
        if (grace && resends == 0 && now.isBefore(sent.plus(policy.grace()))) {
            return new Verdict.Resend();
        }
        if (resends >= (grace ? RESENDS_WITH_GRACE : RESENDS)) {
            return new Verdict.GiveUp();
        }
        return expiresAt.filter(now::isBefore).<Verdict>map(Verdict.Hold::new).orElseGet(Verdict.Resend::new);
    }
}
