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
     * <p>Sooner if the refresh token would die else; but never before the provider renews at all.
     *
     * @param refresh of the refresh token to renew with
     */
    public static Instant dueAt(
            Instant obtainedAt,
            Duration lifetime,
            ProviderSettings settings,
            Optional<RefreshTokenLife> refresh,
            RandomGenerator random) {
        Duration usual = max(LEAST_AHEAD, lifetime.dividedBy(5));
        Duration ahead = min(settings.expiryMargin().orElse(usual), lifetime.dividedBy(2));
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        Instant due = obtainedAt.plus(lifetime).minusMillis(Math.round(ahead.toMillis() * factor));
        Instant inTime =
                refresh.flatMap(life -> life.useBy(random)).filter(due::isAfter).orElse(due);
        return renewableAt(obtainedAt, settings).filter(inTime::isBefore).orElse(inTime);
    }

    /** Before then the provider does not renew, whatever the reason. */
    public static Optional<Instant> renewableAt(Instant obtainedAt, ProviderSettings settings) {
        return settings.renewableAfter().map(obtainedAt::plus);
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
