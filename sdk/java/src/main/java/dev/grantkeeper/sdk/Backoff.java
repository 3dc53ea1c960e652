package dev.grantkeeper.sdk;

import java.time.Duration;
import java.util.Optional;

/** How long to wait before a retry. Callers that failed together shall not come back together. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Backoff() {}

    /**
     * What the answer asked for and up to a quarter more; where it asked for nothing, half to all of a time that doubles with
     * every try.
     *
     * @param tried how many tries have failed, 1 or more
     * @param random from 0 to 1
     */
    static Duration delay(int tried, Optional<Duration> retryAfter, double random) {
        return retryAfter
                .map(asked -> asked.plus(share(asked, random / 4)))
                .orElseGet(() -> share(doubled(tried), 0.5 + random / 2));
    }

    private static Duration doubled(int tried) {
        var time = FIRST.multipliedBy(1L << Math.min(tried - 1, 10));
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }

    private static Duration share(Duration whole, double part) {
        return Duration.ofNanos((long) (whole.toNanos() * part));
    }
}
