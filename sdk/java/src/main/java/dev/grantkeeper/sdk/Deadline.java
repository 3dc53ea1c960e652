package dev.grantkeeper.sdk;

import java.time.Duration;

/** The moment a call ends at, whatever came of it, by the clock that nobody sets. */
record Deadline(long nanoTime) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    static Duration requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("a timeout must be more than nothing, and an hour at most");
        }
        return timeout;
    }
}
