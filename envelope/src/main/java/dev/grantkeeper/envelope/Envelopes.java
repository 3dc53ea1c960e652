package dev.grantkeeper.envelope;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Seals a secret for one context under a scope key, with a data key of its own for every write, and opens it again for
 * that context only. Format: {@code envelope-v1.md}; derivation and commitment as in the AWS Encryption SDK's suite
 * 0x0478. Blocks for microseconds and does no I/O.
 */
public final class Envelopes {
    /** The longest secret an envelope holds, in bytes. */
    public static final int MAX_SECRET_LENGTH = Frame.MAX_PAYLOAD;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Envelopes() {}

    /**
     * Seals {@code secret}; the envelope is 172 bytes longer.
     *
     * @throws IllegalArgumentException if the secret is longer than {@value #MAX_SECRET_LENGTH} bytes
     */
    public static byte[] seal(ScopeKey key, SealingContext context, Secret secret) {
        return seal(RANDOM, key, context, secret);
    }

    /** Draws, in this order: message id (32), data key (32), wrap nonce (12). */
    static byte[] seal(SecureRandom random, ScopeKey key, SealingContext context, Secret secret) {
        if (secret.length() > MAX_SECRET_LENGTH) {
            throw new IllegalArgumentException(
                    "A sealed value has at most " + MAX_SECRET_LENGTH + " bytes, this one has " + secret.length());
        }
        var messageId = RandomBytes.from(random, Frame.MESSAGE_ID_LENGTH);
        var dataKey = RandomBytes.from(random, ScopeKey.LENGTH);
        var encodedContext = context.encoded();
        try (var keys = MessageKeys.of(messageId, dataKey)) {
            var head = Frame.head(messageId, keys.commitment());
            var payload = secret.with(plaintext -> AesGcm.seal(
                    keys.key(), keys.nonce(), Frame.payloadAad(head, plaintext.length, encodedContext), plaintext));
            return wrap(random, key, head, encodedContext, dataKey, payload);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    /**
     * Opens an envelope with the scope key it names.
     *
     * @param scopeKeys finds a key of the context's own scope; it must not find keys of other scopes. What it throws
     *     reaches the caller
     * @throws EnvelopeException for every reason not to open, an unknown key included
     */
    public static Secret open(Function<KeyRef, Optional<ScopeKey>> scopeKeys, SealingContext context, byte[] envelope) {
        return open(scopeKeys.apply(keyOf(envelope)).orElseThrow(EnvelopeException::new), context, envelope);
    }

    /**
     * Opens an envelope with {@code key}.
     *
     * @throws EnvelopeException for every reason not to open
     */
    public static Secret open(ScopeKey key, SealingContext context, byte[] envelope) {
        try {
            var frame = Frame.parse(envelope);
            var encodedContext = context.encoded();
            var dataKey = unwrap(key, frame, encodedContext);
            try (var keys = committed(frame, dataKey)) {
                var aad = Frame.payloadAad(frame.head(), frame.payload().length - AesGcm.TAG_LENGTH, encodedContext);
                return Secret.owning(AesGcm.open(keys.key(), keys.nonce(), aad, frame.payload()));
            } finally {
                Arrays.fill(dataKey, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new EnvelopeException();
        }
    }

    /**
     * The same envelope under another scope key: 80 bytes change (key id and version, nonce, wrapped data key) and the
     * secret is not opened. The data key is checked against its commitment first.
     *
     * @throws EnvelopeException if the envelope is not wrapped by {@code from} for {@code context}
     */
    public static byte[] rewrap(ScopeKey from, ScopeKey to, SealingContext context, byte[] envelope) {
        return rewrap(RANDOM, from, to, context, envelope);
    }

    /** Draws the wrap nonce (12). */
    static byte[] rewrap(SecureRandom random, ScopeKey from, ScopeKey to, SealingContext context, byte[] envelope) {
        try {
            var frame = Frame.parse(envelope);
            var encodedContext = context.encoded();
            var dataKey = unwrap(from, frame, encodedContext);
            try {
                committed(frame, dataKey).close();
                return wrap(random, to, frame.head(), encodedContext, dataKey, frame.payload());
            } finally {
                Arrays.fill(dataKey, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new EnvelopeException();
        }
    }

    /**
     * The scope key an envelope names; nothing about the envelope is authenticated by this.
     *
     * @throws EnvelopeException if this is not an envelope
     */
    public static KeyRef keyOf(byte[] envelope) {
        try {
            return Frame.parse(envelope).keyRef();
        } catch (GeneralSecurityException e) {
            throw new EnvelopeException();
        }
    }

    private static byte[] wrap(
            SecureRandom random, ScopeKey key, byte[] head, byte[] context, byte[] dataKey, byte[] payload) {
        var nonce = RandomBytes.from(random, AesGcmSiv.NONCE_LENGTH);
        var aad = Frame.wrapAad(head, key.ref(), context);
        var wrapped = key.key().with(bytes -> AesGcmSiv.seal(bytes, nonce, aad, dataKey));
        return new Frame(head, key.ref(), nonce, wrapped, payload).encoded();
    }

    private static byte[] unwrap(ScopeKey key, Frame frame, byte[] context) throws GeneralSecurityException {
        if (!frame.keyRef().equals(key.ref())) {
            throw new GeneralSecurityException("Another scope key");
        }
        var scopeKey = key.key().revealBytes();
        try {
            var aad = Frame.wrapAad(frame.head(), frame.keyRef(), context);
            return AesGcmSiv.open(scopeKey, frame.wrapNonce(), aad, frame.wrappedKey());
        } finally {
            Arrays.fill(scopeKey, (byte) 0);
        }
    }

    private static MessageKeys committed(Frame frame, byte[] dataKey) throws GeneralSecurityException {
        var keys = MessageKeys.of(frame.messageId(), dataKey);
        if (!MessageDigest.isEqual(keys.commitment(), frame.commitment())) {
            keys.close();
            throw new GeneralSecurityException("Another data key");
        }
        return keys;
    }
}
