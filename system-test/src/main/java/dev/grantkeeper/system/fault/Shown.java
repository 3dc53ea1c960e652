package dev.grantkeeper.system.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * What a row showed.
 *
 * @param counts what was counted, in words
 * @param windows how many kills fell where
 * @param broken what did not hold; empty when all did
 */
record Shown(String counts, Windows windows, List<String> broken) {

    Shown {
        broken = List.copyOf(broken);
    }

    static Shown failed(Throwable fault) {
        return new Shown("broke off", Windows.NONE, List.of(String.valueOf(fault)));
    }

    boolean held() {
        return broken.isEmpty();
    }

    Shown and(String count, List<String> moreBroken) {
        var all = new ArrayList<>(broken);
        all.addAll(moreBroken);
        return new Shown(count.isEmpty() ? counts : counts + "; " + count, windows, all);
    }
}
