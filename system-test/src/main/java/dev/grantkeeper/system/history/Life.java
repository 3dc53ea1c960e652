package dev.grantkeeper.system.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that is known of one connection.
 *
 * @param epochs in their order
 * @param commits in the order of their generations
 * @param authorizations in their order, as {@code lookups}, {@code prompts} and {@code disconnections}
 */
record Life(
        Standing standing,
        List<Epoch> epochs,
        List<Commit> commits,
        List<LookedUp> lookups,
        List<Prompted> prompts,
        List<Authorized> authorizations,
        List<Disconnected> disconnections) {

    /** The epoch that a generation belongs to. */
    Optional<Epoch> epochOf(long generation) {
        return last(epoch -> epoch.connected().generation() <= generation);
    }

    /** The epoch at that time; one that a disconnect has ended goes on until the next begins. */
    Optional<Epoch> epochAt(Instant time) {
        return last(epoch -> !epoch.connected().at().isAfter(time));
    }

    Optional<Epoch> lastEpoch() {
        return last(epoch -> true);
    }

    /** The newest commit at that time. */
    Optional<Commit> commitAt(Instant time) {
        return commits.stream().filter(commit -> !commit.at().isAfter(time)).reduce((before, after) -> after);
    }

    private Optional<Epoch> last(Predicate<Epoch> which) {
        return epochs.stream().filter(which).reduce((before, after) -> after);
    }
}
