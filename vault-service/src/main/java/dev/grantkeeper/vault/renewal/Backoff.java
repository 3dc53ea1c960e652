package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.oauth2.FullJitter;
import dev.grantkeeper.vault.connection.RenewalState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** When a renewal that brought nothing is tried again. */
final class Backoff {

    private static final Duration LONGEST = Duration.ofMinutes(15);
    /** For want of a living access token callers go without; the provider is shielded by its limits, not by this. */
    private static final Duration LONGEST_WITHOUT = Duration.ofMinutes(1);

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
     * With full jitter; but at most half of the time left away, and a minute when it is over.
     *
     * @param failures how many there were before this one
     * @param end as above
     */
    static Instant next(int failures, Optional<Instant> end, Duration longest, Instant now, RandomGenerator random) {
        var pause = FullJitter.pause(failures, longest, random);
        var most = end.map(at -> now.isBefore(at) ? Duration.between(now, at).dividedBy(2) : LONGEST_WITHOUT);
        var bounded = most.filter(time -> time.compareTo(pause) < 0).orElse(pause);
        return now.plus(bounded.compareTo(FullJitter.LEAST) < 0 ? FullJitter.LEAST : bounded);
    }
}
