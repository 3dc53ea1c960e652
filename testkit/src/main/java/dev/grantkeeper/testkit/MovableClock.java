package dev.grantkeeper.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** A clock that stands still until a test moves it. Safe for use from many threads. */
public final class MovableClock implements InstantSource {

    private final Instant origin;
    private final AtomicReference<Instant> now;

    public MovableClock(Instant start) {
        this.origin = start;
        this.now = new AtomicReference<>(start);
    }

    /** A clock that stands at an arbitrary but fixed moment, so that failures repeat. */
    public static MovableClock atFixedStart() {
        return new MovableClock(Instant.parse("2026-01-02T03:04:05Z"));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves by the given time, backwards if negative, and answers the new time. */
    public Instant advance(Duration step) {
        return now.updateAndGet(instant -> instant.plus(step));
    }

    public void set(Instant instant) {
        now.set(instant);
    }

    /** Nanoseconds since this clock's start, in the shape of {@link System#nanoTime()}. */
    public LongSupplier nanoTime() {
        return () -> Duration.between(origin, now.get()).toNanos();
    }
}
