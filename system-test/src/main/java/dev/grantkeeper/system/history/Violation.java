package dev.grantkeeper.system.history;

import java.time.Instant;
import java.util.List;

/**
 * An invariant that did not hold.
 *
 * @param connection its id
 * @param what in words, with the numbers at hand
 * @param evidence when the things happened that it was seen by
 */
public record Violation(Invariant invariant, String connection, String what, List<Instant> evidence) {

    public Violation {
        evidence = List.copyOf(evidence);
    }

    static Violation of(Invariant invariant, Life life, String what, Instant... evidence) {
        return new Violation(invariant, life.standing().connection().toString(), what, List.of(evidence));
    }

    @Override
    public String toString() {
        return invariant + ": connection " + connection + ": " + what + " " + evidence;
    }
}
