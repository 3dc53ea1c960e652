package dev.grantkeeper.oauth2;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a provider is asked again, so that what failed together does not return together. */
public final class FullJitter {

    /** What is waited at least. */
    public static final Duration LEAST = Duration.ofSeconds(1);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final int DOUBLINGS = 8;

    private FullJitter() {}

    /**
     * Anywhere between a second and a limit that doubles from 5 s.
     *
     * @param failures how many there were before this one
     * @param longest where the limit ends
     */
    public static Duration pause(int failures, Duration longest, RandomGenerator random) {
        var doubled = FIRST.multipliedBy(1L << Math.max(0, Math.min(failures, DOUBLINGS)));
        var limit = doubled.compareTo(longest) < 0 ? doubled : longest;
        var pause = Duration.ofMillis((long) (limit.toMillis() * random.nextDouble()));
        return pause.compareTo(LEAST) < 0 ? LEAST : pause;
    }
}
