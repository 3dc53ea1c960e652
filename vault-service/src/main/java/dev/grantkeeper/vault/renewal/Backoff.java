package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.RenewalState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** When a renewal that brought nothing is tried again. */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    /** For want of a living access token callers go without; the provider is shielded by its limits, not by this. */
    private static final Duration LONGEST_WITHOUT = Duration.ofMinutes(1);

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final int DOUBLINGS = 8;

    private Backoff() {}

    /**
     * One more failure.
     *
     * @param end when there has to be a new value: at the access token's end, or a grace's
     */
    static void putOff(RenewalState renewal, Optional<Instant> end, Instant now) {
        retry(renewal, end, LONGEST, now);
    }

    /** The provider was not even asked: trying again soon costs it nothing. */
    static void putOffUnsent(RenewalState renewal, Optional<Instant> end, Instant now) {
        retry(renewal, end, LONGEST_WITHOUT, now);
    }

    private static void retry(RenewalState renewal, Optional<Instant> end, Duration longest, Instant now) {
        renewal.retryAt(next(renewal.failures(), end, longest, now, ThreadLocalRandom.current()));
    }

    /**
     * Anywhere up to a limit that doubles from 5 s with every failure, so that renewals which failed together do not return
     * together; but at most half of the time left away, and a minute when it is over.
     *
     * @param failures how many there were before this one
     * @param end as above
     */
    static Instant next(int failures, Optional<Instant> end, Duration longest, Instant now, RandomGenerator random) {
        var limit = min(FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS)), longest);
        var wait = Duration.ofMillis((long) (limit.toMillis() * random.nextDouble()));
        var most = end.map(at -> now.isBefore(at) ? Duration.between(now, at).dividedBy(2) : LONGEST_WITHOUT);
        var bounded = most.map(time -> min(wait, time)).orElse(wait);
        return now.plus(bounded.compareTo(LEAST) < 0 ? LEAST : bounded);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
