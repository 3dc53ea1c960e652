package dev.grantkeeper.system.history;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where in a renewal's life the kills of a run fell.
 *
 * @param attempts how many renewals were caught in each window
 * @param kills how many kills caught at least one renewal in each window
 * @param idle how many kills caught none
 */
public record CrashWindows(Map<Window, Integer> attempts, Map<Window, Integer> kills, int idle) {

    /** The lines of the crash matrix. */
    public enum Window {
        /** No request, or one that the provider did not act on. */
        BEFORE_COMMIT,
        /** The provider issued tokens, be it after the kill, and nothing that lasts had them at the kill. */
        NOWHERE_DURABLE,
        /** The sealed outcome was in Kafka, and not applied yet. */
        IN_KAFKA,
        /** The outcome had been stored less than a second ago. */
        AFTER_COMMIT
    }

    private static final Duration JUST_STORED = Duration.ofSeconds(1);

    public CrashWindows {
        attempts = Map.copyOf(attempts);
        kills = Map.copyOf(kills);
    }

    /** Of the kills of one kind; a kill of anything but a worker concerns every renewal that is under way. */
    public static CrashWindows of(History history, Kill.Target target) {
        var attempts = Lives.of(history).stream()
                .flatMap(life -> life.epochs().stream())
                .flatMap(epoch -> epoch.attempts().stream())
                .toList();
        var deaths = new Deaths(history);
        var kills =
                history.kills().stream().filter(kill -> kill.target() == target).toList();
        var byAttempt = new EnumMap<Window, Integer>(Window.class);
        var byKill = new EnumMap<Window, Integer>(Window.class);
        int idle = 0;
        for (var kill : kills) {
            var caught = EnumSet.noneOf(Window.class);
            for (var attempt : attempts) {
                window(kill, kills, attempt, deaths).ifPresent(window -> {
                    byAttempt.merge(window, 1, Integer::sum);
                    caught.add(window);
                });
            }
            caught.forEach(window -> byKill.merge(window, 1, Integer::sum));
            idle += caught.isEmpty() ? 1 : 0;
        }
        return new CrashWindows(byAttempt, byKill, idle);
    }

    /** A renewal counts with the first kill that hits it. */
    private static Optional<Window> window(Kill kill, List<Kill> kills, Attempt attempt, Deaths deaths) {
        var lease = attempt.lease();
        boolean longStored = lease.answer()
                .filter(answer -> !kill.at().isBefore(answer.at().plus(JUST_STORED)))
                .isPresent();
        if (longStored || !concerns(kill, lease) || kills.stream().anyMatch(other -> hitBefore(other, kill, lease))) {
            return Optional.empty();
        }
        if (lease.answer().filter(answer -> !answer.at().isAfter(kill.at())).isPresent()) {
            return Optional.of(Window.AFTER_COMMIT);
        }
        if (deaths.isSealed(lease.connection(), lease.leasedAt(), kill.at())) {
            return Optional.of(Window.IN_KAFKA);
        }
        if (attempt.committedAt().isPresent()) {
            return Optional.of(Window.NOWHERE_DURABLE);
        }
        return kill.at().isBefore(lease.endsAt()) ? Optional.of(Window.BEFORE_COMMIT) : Optional.empty();
    }

    private static boolean hitBefore(Kill other, Kill kill, Lease lease) {
        return other.at().isBefore(kill.at()) && concerns(other, lease);
    }

    private static boolean concerns(Kill kill, Lease lease) {
        return !kill.at().isBefore(lease.leasedAt()) && (kill.target() != Kill.Target.WORKER || kill.hits(lease));
    }

    /** How many kills fell into this window. */
    public int kills(Window window) {
        return kills.getOrDefault(window, 0);
    }

    /** The windows that fewer kills fell into. */
    public Set<Window> below(int least) {
        var below = EnumSet.allOf(Window.class);
        below.removeIf(window -> kills(window) >= least);
        return below;
    }
}
