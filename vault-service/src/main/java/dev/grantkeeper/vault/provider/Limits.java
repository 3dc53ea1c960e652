package dev.grantkeeper.vault.provider;

import dev.grantkeeper.vault.error.Failure;
import java.util.Optional;

/**
 * What an operator set for one client; the configured default holds for what is empty.
 *
 * @param rate renewals a second
 * @param burst how many of them may go at once
 * @param concurrency renewals under way at once
 */
record Limits(Optional<Double> rate, Optional<Integer> burst, Optional<Integer> concurrency) {

    private static final int HIGHEST = 100_000;

    /** @throws Failure INVALID unless everything is above 0 and not beyond all measure */
    Limits checked() {
        if (rate.filter(perSecond -> !(perSecond >= 0.001 && perSecond <= HIGHEST))
                .isPresent()) {
            throw Failure.invalid("rate", "must be 0.001 to " + HIGHEST);
        }
        check("burst", burst);
        check("concurrency", concurrency);
        return this;
    }

    private static void check(String field, Optional<Integer> number) {
        if (number.filter(n -> n < 1 || n > HIGHEST).isPresent()) {
            throw Failure.invalid(field, "must be 1 to " + HIGHEST);
        }
    }

    /** As they stand in the audit. */
    String words() {
        return "rate " + word(rate) + ", burst " + word(burst) + ", concurrency " + word(concurrency);
    }

    private static String word(Optional<?> number) {
        return number.map(Object::toString).orElse("default");
    }
}
