package dev.grantkeeper.vault.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The generic cell rate algorithm (ITU-T I.371, annex A): all it remembers is up to when permits are taken. In any span of time
 * at most {@code burst} permits more are given than the span times {@code perSecond}.
 */
record Pace(double perSecond, int burst) {

    private static final double NANOS = 1_000_000_000;

    Pace {
        if (perSecond <= 0 || burst < 1) {
            throw new IllegalArgumentException("a pace needs a rate above 0 and a burst of at least 1");
        }
    }

    /** With half a second's worth at once. */
    static Pace of(double perSecond) {
        return new Pace(perSecond, Math.max(1, (int) Math.ceil(perSecond / 2)));
    }

    /** No faster than either. */
    Pace atMost(Pace other) {
        return new Pace(Math.min(perSecond, other.perSecond), Math.min(burst, other.burst));
    }

    /**
     * With at least half a second's worth: what is offered now is asked for one after the other, up to half a second later, and
     * finds the permits that have come back meanwhile.
     */
    Pace ahead() {
        return new Pace(perSecond, Math.max(burst, of(perSecond).burst));
    }

    /** How many permits there are at this moment. */
    int room(Optional<Instant> takenUntil, Instant now) {
        var ahead = takenUntil.filter(now::isBefore).map(until -> Duration.between(now, until)
                .toNanos());
        return (int) Math.max(0, Math.floor(burst - ahead.orElse(0L) / interval() + 1e-9));
    }

    /** Up to when permits are taken once another one is. */
    Instant take(Optional<Instant> takenUntil, Instant now) {
        return takenUntil.filter(now::isBefore).orElse(now).plusNanos((long) Math.ceil(interval()));
    }

    private double interval() {
        return NANOS / perSecond;
    }
}
