package dev.grantkeeper.vault.renewal;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What became of an attempt, as people are told. */
enum RenewalResult {
    RENEWED,
    /** Renewed, and the value before it had expired by then. */
    LATE,
    /** The grant is dead, as far as the provider says. */
    REJECTED,
    /** The provider refuses the app's client. */
    MISCONFIGURED,
    /** The provider asks for a pause. */
    THROTTLED,
    /** It brought no value, or one that was of no use any more. */
    FAILED,
    /** Nobody knows what the provider answered. */
    LOST,
    /** No answer has come yet. */
    PENDING;

    /**
     * What is stored of an attempt.
     *
     * @param answer what was done with the answer; empty while none has come
     * @param outcome the kind of answer it was taken for, a word; empty for attempts of old
     * @param unknown its worker says that it got no answer
     */
    record Stored(
            Optional<Completed.Result> answer,
            Optional<String> outcome,
            Optional<Instant> answeredAt,
            Optional<Instant> valueEndsAt,
            boolean unknown,
            Instant leaseEndsAt) {}

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RenewalResult of(Stored attempt, Instant now) {
        if (attempt.answer.isEmpty()) {
            return attempt.unknown || !now.isBefore(attempt.leaseEndsAt) ? LOST : PENDING;
        }
        if (attempt.answer.get() == Completed.Result.APPLIED) {
            return isLate(attempt) ? LATE : RENEWED;
        }
        return switch (attempt.outcome.orElse("")) {
            case "rejected" -> REJECTED;
            case "misconfigured" -> MISCONFIGURED;
            case "throttled" -> THROTTLED;
            default -> FAILED;
        };
    }

    private static boolean isLate(Stored attempt) {
        return attempt.answeredAt
                .flatMap(answered -> attempt.valueEndsAt.filter(ended -> !ended.isAfter(answered)))
                .isPresent();
    }
}
