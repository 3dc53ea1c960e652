package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A lease as the vault remembers it, and what became of it.
 *
 * @param worker {@code issuer/subject} of its access token
 * @param parent the generation that stored the refresh token handed out
 * @param generation the connection's when it was given
 * @param unknownAt when its answer was taken for lost
 * @param answer the outcome, once one came
 */
public record Lease(
        UUID id,
        UUID connection,
        String worker,
        long parent,
        long generation,
        Instant leasedAt,
        Instant endsAt,
        Optional<Instant> unknownAt,
        Optional<Answer> answer) {

    /**
     * What the vault did with the outcome.
     *
     * @param generation the connection's afterwards
     */
    public record Answer(Instant at, Result result, long generation) {

        public Answer {
            requireNonNull(at, "at");
            requireNonNull(result, "result");
        }
    }

    /** As the renewal protocol names them. */
    public enum Result {
        APPLIED,
        QUARANTINED,
        DROPPED,
        REVOKED,
        NOTED
    }

    public Lease {
        requireNonNull(id, "id");
        requireNonNull(connection, "connection");
        requireNonNull(worker, "worker");
        requireNonNull(leasedAt, "leasedAt");
        requireNonNull(endsAt, "endsAt");
        requireNonNull(unknownAt, "unknownAt");
        requireNonNull(answer, "answer");
    }

    boolean isBy(String name) {
        return worker.equals(name) || worker.endsWith("/" + name);
    }

    /** Whether nobody may still be renewing with it: it ended, or its outcome is known, or known to be lost. */
    boolean isOverAt(Instant time) {
        return !endsAt.isAfter(time)
                || unknownAt.filter(at -> !at.isAfter(time)).isPresent()
                || answer.filter(said -> !said.at().isAfter(time)).isPresent();
    }

    /** Whether the vault held, at that time, what the provider had issued for it. */
    boolean isStoredAt(Instant time) {
        return answer.filter(said -> !said.at().isAfter(time))
                .map(Answer::result)
                .filter(result -> result == Result.APPLIED || result == Result.QUARANTINED)
                .isPresent();
    }

    boolean isApplied() {
        return answer.map(Answer::result).filter(Result.APPLIED::equals).isPresent();
    }
}
