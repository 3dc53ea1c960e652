package dev.grantkeeper.vault.renewal;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Much work done little by little: each portion is over long before a statement's time is up. */
final class Portions {

    /** Rows in one. */
    static final int SIZE = 1_000;

    private Portions() {}

    /**
     * @param portion works on at most {@link #SIZE} rows, in a transaction of its own, and says how many there were
     * @return how many there were in all
     */
    static Uni<Integer> all(Supplier<Uni<Integer>> portion) {
        return Uni.createFrom()
                .deferred(portion::get)
                .repeat()
                .whilst(done -> done == SIZE)
                .collect()
                .with(Collectors.summingInt(done -> done));
    }
}
