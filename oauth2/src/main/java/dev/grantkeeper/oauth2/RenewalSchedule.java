package dev.grantkeeper.oauth2;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a token is renewed, ahead of its expiry. */
public final class RenewalSchedule {
    private static final Duration LEAST_AHEAD = Duration.ofMinutes(5);
    private static final double JITTER = 0.1;

    private RenewalSchedule() {}

    /**
     * Ahead of expiry by 5 minutes or a fifth of the lifetime, whichever is more, but never by more than half of the
     * lifetime, so that one under 10 minutes is renewed at half-life. The head start varies by a tenth either way, so
     * that tokens obtained together do not fall due together; draw once and store the result.
     *
     * @param margin the provider's own head start, in place of the usual one
     */
    public static Instant dueAt(
            Instant obtainedAt, Duration lifetime, Optional<Duration> margin, RandomGenerator random) {
        Duration ahead = min(margin.orElseGet(() -> max(LEAST_AHEAD, lifetime.dividedBy(5))), lifetime.dividedBy(2));
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return obtainedAt.plus(lifetime).minusMillis(Math.round(ahead.toMillis() * factor));
    }

    /** A caller's {@code min_ttl}, at most a quarter of the lifetime: else short-lived tokens renew on every lookup. */
    public static Duration effectiveMinTtl(Duration asked, Duration lifetime) {
        return min(asked, lifetime.dividedBy(4));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
