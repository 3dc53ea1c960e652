package dev.grantkeeper.vault.hook;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many calls are under way, of one app or for one person. Each vault counts for itself, for it is its own sockets and memory that one app's
 * handler must not take from the others.
 */
final class Places {

    private final int most;
    private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

    Places(int most) {
        this.most = most;
    }

    /** Whoever gets one gives it back. */
    boolean take(String whose) {
        var got = new boolean[1];
        taken.compute(whose, (name, now) -> {
            var before = now == null ? 0 : now;
            got[0] = before < most;
            return got[0] ? Integer.valueOf(before + 1) : now;
        });
        return got[0];
    }

    void giveBack(String whose) {
        taken.compute(whose, (name, now) -> now == null || now == 1 ? null : Integer.valueOf(now - 1));
    }
}
