package dev.grantkeeper.vault.revocation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a provider is asked again. */
final class Pause {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int DOUBLINGS = 8;

    private Pause() {}

    /**
     * Anywhere up to a limit that doubles from 5 s to 15 min, so that what failed together does not return together.
     *
     * @param attempts how many there were
     */
    static Duration after(int attempts, RandomGenerator random) {
        var doubled = FIRST.multipliedBy(1L << Math.max(0, Math.min(attempts - 1, DOUBLINGS)));
        var limit = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        var pause = Duration.ofMillis((long) (limit.toMillis() * random.nextDouble()));
        return pause.compareTo(LEAST) < 0 ? LEAST : pause;
    }
}
