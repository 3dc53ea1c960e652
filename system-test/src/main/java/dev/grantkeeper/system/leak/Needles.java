package dev.grantkeeper.system.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Many texts to be found in one pass over the data, by their first eight bytes. */
final class Needles {

    /** Shorter ones would be found by chance. */
    static final int SHORTEST = 12;

    private record Needle(String name, byte[] bytes) {}

    private final Map<Long, List<Needle>> byPrefix = new HashMap<>();
    private final long[] prefixes;
    private final boolean[] taken;

    /** @param texts by name */
    Needles(Map<String, String> texts) {
        texts.forEach((name, text) -> {
            byte[] bytes = text.getBytes(UTF_8);
            if (bytes.length < SHORTEST) {
                throw new IllegalArgumentException(name + " is shorter than " + SHORTEST + " bytes");
            }
            byPrefix.computeIfAbsent(prefix(bytes), key -> new ArrayList<>()).add(new Needle(name, bytes));
        });
        int size = Integer.highestOneBit(Math.max(8, byPrefix.size())) * 8;
        prefixes = new long[size];
        taken = new boolean[size];
        byPrefix.keySet().forEach(this::put);
    }

    /** The names of those that occur in the data. */
    Set<String> in(byte[] data) {
        var found = new TreeSet<String>();
        long window = 0;
        for (int end = 0; end < data.length; end++) {
            window = window << 8 | data[end] & 0xff;
            if (end >= 7 && known(window)) {
                int start = end - 7;
                byPrefix.get(window).stream()
                        .filter(needle -> startsAt(needle.bytes, data, start))
                        .map(Needle::name)
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static boolean startsAt(byte[] needle, byte[] data, int start) {
        return data.length - start >= needle.length
                && Arrays.equals(needle, 0, needle.length, data, start, start + needle.length);
    }

    private static long prefix(byte[] bytes) {
        long prefix = 0;
        for (int i = 0; i < 8; i++) {
            prefix = prefix << 8 | bytes[i] & 0xff;
        }
        return prefix;
    }

    private void put(long prefix) {
        int slot = slot(prefix);
        while (taken[slot]) {
            slot = slot + 1 & prefixes.length - 1;
        }
        taken[slot] = true;
        prefixes[slot] = prefix;
    }

    private boolean known(long window) {
        for (int slot = slot(window); taken[slot]; slot = slot + 1 & prefixes.length - 1) {
            if (prefixes[slot] == window) {
                return true;
            }
        }
        return false;
    }

    private int slot(long prefix) {
        return (int) (prefix * 0x9E3779B97F4A7C15L >>> 40) & prefixes.length - 1;
    }
}
