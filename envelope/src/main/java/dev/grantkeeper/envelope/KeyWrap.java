package dev.grantkeeper.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Wraps one 256-bit key under another with AES-256-GCM-SIV (RFC 8452) and a random nonce. 61 bytes: version 0x01,
 * nonce (12), wrapped key (32), tag (16).
 */
public final class KeyWrap {
    /** Length in bytes of a key, wrapping or wrapped. */
    public static final int KEY_LENGTH = ScopeKey.LENGTH;

    /** Length in bytes of a wrapped key. */
    public static final int WRAPPED_LENGTH = 1 + AesGcmSiv.NONCE_LENGTH + KEY_LENGTH + AesGcmSiv.TAG_LENGTH;

    private static final byte VERSION = 1;
    private static final byte[] LABEL = "gk-wrap-1".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyWrap() {}

    /**
     * Wraps {@code key}.
     *
     * @param context what the wrapped key is bound to, encoded without ambiguity by the caller; needed to unwrap
     * @throws IllegalArgumentException if either key is not 32 bytes long
     */
    public static byte[] wrap(Secret rootKey, byte[] context, Secret key) {
        return wrap(RANDOM, rootKey, context, key);
    }

    /** Draws the nonce (12). */
    static byte[] wrap(SecureRandom random, Secret rootKey, byte[] context, Secret key) {
        requireKey("wrapping", rootKey);
        requireKey("wrapped", key);
        var nonce = RandomBytes.from(random, AesGcmSiv.NONCE_LENGTH);
        var aad = aad(context);
        var sealed = rootKey.with(root -> key.with(bytes -> AesGcmSiv.seal(root, nonce, aad, bytes)));
        return ByteBuffer.allocate(WRAPPED_LENGTH)
                .put(VERSION)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * Unwraps a key.
     *
     * @throws EnvelopeException if {@code wrapped} is damaged or was wrapped by another key or for another context
     * @throws IllegalArgumentException if the root key is not 32 bytes long
     */
    public static Secret unwrap(Secret rootKey, byte[] context, byte[] wrapped) {
        requireKey("wrapping", rootKey);
        if (wrapped.length != WRAPPED_LENGTH || wrapped[0] != VERSION) {
            throw new EnvelopeException();
        }
        var sealedFrom = 1 + AesGcmSiv.NONCE_LENGTH;
        var nonce = Arrays.copyOfRange(wrapped, 1, sealedFrom);
        var sealed = Arrays.copyOfRange(wrapped, sealedFrom, wrapped.length);
        return rootKey.with(root -> {
            try {
                return Secret.owning(AesGcmSiv.open(root, nonce, aad(context), sealed));
            } catch (GeneralSecurityException e) {
                throw new EnvelopeException();
            }
        });
    }

    private static byte[] aad(byte[] context) {
        return ByteBuffer.allocate(LABEL.length + 1 + context.length)
                .put(LABEL)
                .put(VERSION)
                .put(context)
                .array();
    }

    private static void requireKey(String role, Secret key) {
        if (key.length() != KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "The " + role + " key must have " + KEY_LENGTH + " bytes, not " + key.length());
        }
    }
}
