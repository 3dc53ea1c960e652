package dev.grantkeeper.envelope;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A root key of 256 bits in a text file, sealed by a passphrase: Argon2id (RFC 9106) gives the key that wraps it. The
 * cost is written in the file and bounded when read, so that a hostile file cannot exhaust memory. Opening takes some
 * tenths of a second and 64 MiB; keep it off event loops.
 */
public final class SealedKeyFile {
    /** The shortest passphrase a new file accepts, in bytes. */
    public static final int MIN_PASSPHRASE_LENGTH = 12;

    private static final int SALT_LENGTH = 16;
    private static final int MAX_FILE_LENGTH = 1024;
    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String HEADER = """
            grantkeeper sealed root key, version 1
            id: %s
            argon2id: memory-kib=%d passes=%d lanes=%d
            salt: %s
            """;
    private static final Pattern FORMAT = Pattern.compile("(grantkeeper sealed root key, version 1\n"
            + "id: ([0-9a-f]{32})\n"
            + "argon2id: memory-kib=([1-9][0-9]{0,8}) passes=([1-9][0-9]{0,8}) lanes=([1-9][0-9]{0,8})\n"
            + "salt: ([0-9a-f]{32})\n)"
            + "key: ([0-9a-f]{122})\n");

    private SealedKeyFile() {}

    /**
     * A new random root key in a new file.
     *
     * @throws IllegalArgumentException if the passphrase has fewer than {@value #MIN_PASSPHRASE_LENGTH} bytes
     */
    public static byte[] create(Secret passphrase) {
        return create(RANDOM, Passphrase.RECOMMENDED, passphrase);
    }

    /** Draws, in this order: key id (16), salt (16), root key (32), wrap nonce (12). */
    static byte[] create(SecureRandom random, Passphrase cost, Secret passphrase) {
        if (passphrase.length() < MIN_PASSPHRASE_LENGTH) {
            throw new IllegalArgumentException("The passphrase must have at least " + MIN_PASSPHRASE_LENGTH + " bytes");
        }
        var id = RandomBytes.from(random, KeyId.LENGTH);
        var salt = RandomBytes.from(random, SALT_LENGTH);
        var header =
                HEADER.formatted(HEX.formatHex(id), cost.memoryKib(), cost.passes(), cost.lanes(), HEX.formatHex(salt));
        try (var rootKey = Secret.owning(RandomBytes.from(random, KeyWrap.KEY_LENGTH));
                var wrappingKey = cost.toKey(passphrase, salt)) {
            var wrapped = KeyWrap.wrap(random, wrappingKey, ascii(header), rootKey);
            return ascii(header + "key: " + HEX.formatHex(wrapped) + "\n");
        }
    }

    /**
     * The id of the root key in a file; nothing about the file is authenticated by this.
     *
     * @throws IllegalArgumentException if this is not a sealed key file of version 1
     */
    public static KeyId keyId(byte[] file) {
        return KeyId.of(HEX.parseHex(parse(file).group(2)));
    }

    /**
     * The root key.
     *
     * @throws IllegalArgumentException if this is not a sealed key file of version 1, or its cost is out of bounds
     * @throws EnvelopeException if the passphrase is another or the file was changed
     */
    public static Secret open(byte[] file, Secret passphrase) {
        var parts = parse(file);
        var cost = new Passphrase(number(parts, 3), number(parts, 4), number(parts, 5));
        try (var wrappingKey = cost.toKey(passphrase, HEX.parseHex(parts.group(6)))) {
            return KeyWrap.unwrap(wrappingKey, ascii(parts.group(1)), HEX.parseHex(parts.group(7)));
        }
    }

    private static MatchResult parse(byte[] file) {
        var matcher =
                FORMAT.matcher(file.length > MAX_FILE_LENGTH ? "" : new String(file, StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Not a sealed root key file, version 1: its five lines must be exactly as written");
        }
        return matcher.toMatchResult();
    }

    private static int number(MatchResult parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
