package dev.grantkeeper.envelope;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Secret bytes that do not print. They leave only through a method whose name starts with {@code reveal}, always as a
 * copy; equality takes constant time for one length; the hash code is the same for every secret, so that it tells
 * nothing. Safe for use by several threads, wiping included.
 */
public final class Secret implements AutoCloseable {
    private final byte[] bytes;
    private boolean wiped;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code bytes}; the caller's array stays the caller's to wipe. */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /**
     * The UTF-8 form of {@code text}.
     *
     * @throws IllegalArgumentException if the text has an unpaired surrogate, which UTF-8 cannot keep
     */
    public static Secret ofUtf8(String text) {
        try {
            var encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            var secret = new Secret(Arrays.copyOf(encoded.array(), encoded.remaining()));
            Arrays.fill(encoded.array(), (byte) 0);
            return secret;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("A secret must be valid Unicode text");
        }
    }

    /** Takes ownership: {@code bytes} must not be used by anyone else afterwards. */
    static Secret owning(byte[] bytes) {
        return new Secret(bytes);
    }

    /** Length in bytes; not itself a secret here. */
    public int length() {
        return bytes.length;
    }

    /**
     * A copy of the bytes.
     *
     * @throws IllegalStateException if this secret was wiped
     */
    public synchronized byte[] revealBytes() {
        if (wiped) {
            throw new IllegalStateException("The secret was wiped");
        }
        return bytes.clone();
    }

    /**
     * The bytes read as UTF-8.
     *
     * @throws IllegalStateException if this secret was wiped or is not UTF-8
     */
    public String revealUtf8() {
        return with(copy -> {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(copy))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new IllegalStateException("The secret is not UTF-8 text");
            }
        });
    }

    /** Lends a copy that is wiped when {@code use} returns; the copy must not escape. */
    <T> T with(Function<byte[], T> use) {
        var copy = revealBytes();
        try {
            return use.apply(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    /** Wipes the bytes; revealing them afterwards fails. May be called more than once. */
    @Override
    public synchronized void close() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    private synchronized boolean isWiped() {
        return wiped;
    }

    /** True for the same bytes, compared in constant time; a wiped secret equals only itself. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Secret that
                        && !isWiped()
                        && !that.isWiped()
                        && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
