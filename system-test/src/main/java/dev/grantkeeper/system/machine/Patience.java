package dev.grantkeeper.system.machine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what other processes do. */
public final class Patience {

    private static final Duration PAUSE = Duration.ofMillis(25);

    private Patience() {}

    /**
     * Asks again and again until there is an answer.
     *
     * @param what what is awaited, for the failure's message
     * @throws IllegalStateException when there is none in time, or the thread is interrupted
     */
    public static <T> T await(Duration atMost, String what, Supplier<Optional<T>> question) {
        return await(atMost, PAUSE, what, question);
    }

    static <T> T await(Duration atMost, Duration every, String what, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            var answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("after " + atMost.toSeconds() + " s still no " + what);
            }
            pause(every.toNanos());
        }
    }

    /** Lets the time pass; returns at once for a time in the past. */
    public static void until(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            pause(left);
        }
    }

    private static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted");
        }
    }
}
