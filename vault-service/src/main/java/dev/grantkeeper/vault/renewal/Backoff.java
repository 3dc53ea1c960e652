package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** When a renewal that brought nothing is tried again. */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final int DOUBLINGS = 8;

    private Backoff() {}

    /** One more failure of this connection's renewal, with the row locked. */
    static void putOff(Connection connection, Instant now) {
        var renewal = connection.renewal();
        renewal.retryAt(next(renewal.failures(), connection.expiresAt(), now, ThreadLocalRandom.current()));
    }

    /**
     * Anywhere up to a limit that doubles from 5 s to 15 min with every failure, so that renewals which failed together do not
     * return together; but while the access token lives, at most half of its remaining life away.
     *
     * @param failures how many there were before this one
     */
    static Instant next(int failures, Optional<Instant> expiresAt, Instant now, RandomGenerator random) {
        var limit = min(FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS)), LONGEST);
        var life = expiresAt.filter(now::isBefore).map(end -> Duration.between(now, end)
                .dividedBy(2));
        var wait = Duration.ofMillis((long) (limit.toMillis() * random.nextDouble()));
        var bounded = life.map(most -> min(wait, most)).orElse(wait);
        return now.plus(bounded.compareTo(LEAST) < 0 ? LEAST : bounded);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
