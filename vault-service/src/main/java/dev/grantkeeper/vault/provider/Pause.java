package dev.grantkeeper.vault.provider;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The provider asked not to be called for a while (RFC 6585 section 4). */
@Embeddable
class Pause {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST_GUESS = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 6;

    @Column(name = "throttled_until")
    private Instant until;

    private int throttles;

    boolean isOn(Instant now) {
        return until != null && now.isBefore(until);
    }

    /** Whether there is nothing a good answer would have to reset. */
    boolean isForgotten() {
        return until == null && throttles == 0;
    }

    /** Answers that come while the pause is on are to requests made before it: they do not make the next one longer. */
    void begin(Optional<Duration> asked, Instant now) {
        if (!isOn(now)) {
            throttles++;
        }
        var end = now.plus(clamped(asked.orElseGet(this::guess)));
        until = until == null || until.isBefore(end) ? end : until;
    }

    /** A request made after the pause brought a good answer. */
    void passed(Instant leasedAt) {
        if (until != null && !leasedAt.isBefore(until)) {
            end();
        }
    }

    void end() {
        until = null;
        throttles = 0;
    }

    Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    private Duration guess() {
        var doubled = FIRST.multipliedBy(1L << Math.min(Math.max(throttles - 1, 0), DOUBLINGS));
        return doubled.compareTo(LONGEST_GUESS) < 0 ? doubled : LONGEST_GUESS;
    }

    private static Duration clamped(Duration asked) {
        return asked.compareTo(LEAST) < 0 ? LEAST : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
