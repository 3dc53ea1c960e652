package dev.grantkeeper.vault.provider;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Opens when half of the last 20 answers were failures; then one lease at a time probes the provider, ever more rarely, until a
 * good answer closes it. Answers before the first failure are good ones and need not be remembered.
 */
@Embeddable
class Breaker {

    private static final int WINDOW = 20;
    private static final int MOST_FAILURES = WINDOW / 2;
    private static final Duration FIRST_PROBE = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 3;

    private String outcomes = "";

    @Column(name = "opened_at")
    private Instant openedAt;

    @Column(name = "next_probe_at")
    private Instant nextProbeAt;

    private int probes;

    boolean isOpen() {
        return openedAt != null;
    }

    /** Whether a good answer would change nothing. */
    boolean isAtRest() {
        return outcomes.isEmpty() && !isOpen();
    }

    /** Whether a lease may be given as far as the breaker is concerned. */
    boolean lets(Instant now) {
        return !isOpen() || !now.isBefore(nextProbeAt);
    }

    /** The lease given is the only one before it ends. */
    void leased(Instant leaseEnd) {
        if (isOpen()) {
            nextProbeAt = leaseEnd;
        }
    }

    /** @return whether it closed: what was leased before it opened says nothing about now */
    boolean good(Instant leasedAt) {
        if (!isOpen()) {
            remember(Answer.GOOD);
            return false;
        }
        if (leasedAt.isBefore(openedAt)) {
            return false;
        }
        close();
        return true;
    }

    /** @return whether it opened */
    boolean failed(Answer failure, Instant leasedAt, Instant now) {
        if (!isOpen()) {
            remember(failure);
            if (failures() < MOST_FAILURES) {
                return false;
            }
            openedAt = now;
            nextProbeAt = now.plus(FIRST_PROBE);
            return true;
        }
        if (!leasedAt.isBefore(openedAt)) {
            remember(failure);
            probes++;
            var wait = FIRST_PROBE.multipliedBy(1L << Math.min(probes, DOUBLINGS));
            nextProbeAt = now.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
        }
        return false;
    }

    /** No probe before then; for an open one. */
    void rest(Instant until) {
        nextProbeAt = until;
    }

    void close() {
        outcomes = "";
        openedAt = null;
        nextProbeAt = null;
        probes = 0;
    }

    /** Whether rejections are at least half of the failures. */
    boolean isOfRejections() {
        return 2 * counts().getOrDefault(Answer.REJECTED, 0) >= failures();
    }

    Optional<Instant> openedAt() {
        return Optional.ofNullable(openedAt);
    }

    Optional<Instant> nextProbeAt() {
        return Optional.ofNullable(nextProbeAt);
    }

    /** The last 20 answers by kind. */
    Map<Answer, Integer> counts() {
        var counts = new EnumMap<Answer, Integer>(Answer.class);
        Stream.of(Answer.values())
                .filter(Answer::isFailure)
                .forEach(failure -> counts.put(failure, (int) outcomes.chars()
                        .filter(letter -> letter == failure.letter())
                        .count()));
        counts.put(Answer.GOOD, WINDOW - failures());
        return counts;
    }

    private int failures() {
        return (int) outcomes.chars()
                .filter(letter -> letter != Answer.GOOD.letter())
                .count();
    }

    private void remember(Answer answer) {
        var all = outcomes + answer.letter();
        outcomes = all.substring(Math.max(0, all.length() - WINDOW));
        if (failures() == 0) {
            outcomes = "";
        }
    }
}
