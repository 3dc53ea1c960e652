package dev.grantkeeper.system.leak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Remembers the SHA-256 of everything that looks like a token, so that tokens which are known by their digest only can
 * be found afterwards. A token is a stretch of URL-safe characters; where it is glued to others of the kind, its length
 * must be the given one.
 */
final class TokenDigests {

    private static final int SHORTEST = 32;

    private final int gluedLength;
    private final MessageDigest sha256;
    private final Map<Place, Map<Long, Finding>> seen = new EnumMap<>(Place.class);

    /** @param gluedLength how long a token is that has no end of its own */
    TokenDigests(int gluedLength) {
        this.gluedLength = gluedLength;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @param finding what it would be to find a token in this data; its name does not matter */
    void remember(byte[] data, Place place, Supplier<Finding> finding) {
        var here = seen.computeIfAbsent(place, key -> new HashMap<>());
        Decoding.runs(data, TokenDigests::urlSafe, SHORTEST, run -> {
            remember(run, 0, run.length, here, finding);
            for (int start = 0; run.length > gluedLength && start + gluedLength <= run.length; start++) {
                remember(run, start, gluedLength, here, finding);
            }
        });
    }

    /** @param digest SHA-256, lower-case hex */
    Optional<Finding> find(String digest, Place place) {
        return Optional.ofNullable(
                seen.getOrDefault(place, Map.of()).get(prefix(HexFormat.of().parseHex(digest))));
    }

    static String digest(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void remember(byte[] run, int start, int length, Map<Long, Finding> here, Supplier<Finding> finding) {
        sha256.update(run, start, length);
        here.computeIfAbsent(prefix(sha256.digest()), key -> finding.get());
    }

    private static long prefix(byte[] digest) {
        long prefix = 0;
        for (int i = 0; i < 8; i++) {
            prefix = prefix << 8 | digest[i] & 0xff;
        }
        return prefix;
    }

    private static boolean urlSafe(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
