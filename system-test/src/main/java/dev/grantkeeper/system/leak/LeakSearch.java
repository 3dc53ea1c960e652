package dev.grantkeeper.system.leak;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Searches for secrets in everything that is added: raw, and in what hex, base64 (standard and URL-safe, at each
 * offset), URL encoding, gzip and zlib hide, also when two of them are combined.
 */
public final class LeakSearch implements Haystack {

    private static final int MOST_DECODINGS = 2;

    private final Needles needles;
    private final TokenDigests digests;
    private final Map<String, Map<Place, Finding>> findings = new TreeMap<>();
    private long searched;

    /**
     * @param secrets by name; at least 12 bytes each
     * @param tokenLength how long tokens are that are known by their SHA-256 only
     */
    public LeakSearch(Map<String, String> secrets, int tokenLength) {
        this.needles = new Needles(secrets);
        this.digests = new TokenDigests(tokenLength);
    }

    @Override
    public void add(Place place, String where, byte[] data) {
        searched += data.length;
        search(data, "raw", 0, place, where);
    }

    /** How many bytes were added. */
    public long searched() {
        return searched;
    }

    /** What was found of the secrets, by name and place; one finding for each. */
    public Optional<Finding> find(String secret, Place place) {
        return Optional.ofNullable(findings.getOrDefault(secret, Map.of()).get(place));
    }

    /** What was found of the secrets, but for these. */
    public List<Finding> findExcept(Set<String> planted) {
        return findings.entrySet().stream()
                .filter(entry -> !planted.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().values().stream())
                .toList();
    }

    /**
     * Whether a token that is known by its digest only was found in this kind of place.
     *
     * @param sha256 lower-case hex
     */
    public Optional<Finding> findToken(String sha256, Place place) {
        return digests.find(sha256, place);
    }

    private void search(byte[] data, String form, int depth, Place place, String where) {
        for (String name : needles.in(data)) {
            findings.computeIfAbsent(name, key -> new LinkedHashMap<>())
                    .computeIfAbsent(place, key -> new Finding(name, place, where, form));
        }
        digests.remember(data, place, () -> new Finding("a token", place, where, form));
        if (depth == MOST_DECODINGS) {
            return;
        }
        for (Decoding decoding : Decoding.values()) {
            String next = depth == 0 ? decoding.word() : form + ", " + decoding.word();
            decoding.undo(data, undone -> search(undone, next, depth + 1, place, where));
        }
    }
}
