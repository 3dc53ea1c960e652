package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.machine.Patience;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** A row's random moments and choices, all from one seed. For one thread. */
final class Moments {

    private final SplittableRandom random;

    Moments(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Lets a random time between the two pass. */
    void pass(Duration least, Duration most) {
        Patience.until(System.nanoTime() + between(least, most).toNanos());
    }

    Duration between(Duration least, Duration most) {
        return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
    }

    <T> T anyOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    long seed() {
        return random.nextLong();
    }
}
