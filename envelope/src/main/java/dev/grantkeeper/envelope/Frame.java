package dev.grantkeeper.envelope;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * The fields of an envelope, version 1. Reading is strict: one magic, one version, one suite, no flags, exact length.
 *
 * @param head bytes 0 to 71, which a rewrap leaves alone: magic, version, suite, flags, message id, commitment
 * @param keyRef the scope key that wraps the data key
 * @param wrapNonce 12 bytes
 * @param wrappedKey the data key and its tag
 * @param payload ciphertext and tag
 */
record Frame(byte[] head, KeyRef keyRef, byte[] wrapNonce, byte[] wrappedKey, byte[] payload) {
    static final short SUITE = 0x0101;
    static final int MESSAGE_ID_LENGTH = 32;
    static final int COMMITMENT_LENGTH = 32;
    static final int MAX_PAYLOAD = 65_536;
    static final int OVERHEAD = 172;

    private static final int MAGIC = 0x474B4556;
    private static final byte VERSION = 1;
    private static final byte NO_FLAGS = 0;
    private static final int FIXED_LENGTH = 8;
    private static final int HEAD_LENGTH = FIXED_LENGTH + MESSAGE_ID_LENGTH + COMMITMENT_LENGTH;
    private static final int KEY_REF_LENGTH = KeyId.LENGTH + Integer.BYTES;
    private static final int WRAPPED_LENGTH = ScopeKey.LENGTH + AesGcmSiv.TAG_LENGTH;

    static byte[] head(byte[] messageId, byte[] commitment) {
        return ByteBuffer.allocate(HEAD_LENGTH)
                .putInt(MAGIC)
                .put(VERSION)
                .putShort(SUITE)
                .put(NO_FLAGS)
                .put(messageId)
                .put(commitment)
                .array();
    }

    static Frame parse(byte[] envelope) throws GeneralSecurityException {
        try {
            return parse(ByteBuffer.wrap(envelope));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static Frame parse(ByteBuffer in) throws GeneralSecurityException {
        if (in.getInt() != MAGIC || in.get() != VERSION || in.getShort() != SUITE || in.get() != NO_FLAGS) {
            throw malformed();
        }
        var head = take(in.rewind(), HEAD_LENGTH);
        var keyRef = new KeyRef(KeyId.of(take(in, KeyId.LENGTH)), in.getInt());
        var wrapNonce = take(in, AesGcmSiv.NONCE_LENGTH);
        var wrappedKey = take(in, WRAPPED_LENGTH);
        var length = in.getInt();
        if (length < 0 || length > MAX_PAYLOAD || in.remaining() != length + AesGcm.TAG_LENGTH) {
            throw malformed();
        }
        return new Frame(head, keyRef, wrapNonce, wrappedKey, take(in, in.remaining()));
    }

    private static byte[] take(ByteBuffer in, int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static GeneralSecurityException malformed() {
        return new GeneralSecurityException("Not an envelope of version 1");
    }

    byte[] encoded() {
        return ByteBuffer.allocate(OVERHEAD - AesGcm.TAG_LENGTH + payload.length)
                .put(head)
                .put(keyRef.id().bytes())
                .putInt(keyRef.version())
                .put(wrapNonce)
                .put(wrappedKey)
                .putInt(payload.length - AesGcm.TAG_LENGTH)
                .put(payload)
                .array();
    }

    byte[] messageId() {
        return Arrays.copyOfRange(head, FIXED_LENGTH, FIXED_LENGTH + MESSAGE_ID_LENGTH);
    }

    byte[] commitment() {
        return Arrays.copyOfRange(head, FIXED_LENGTH + MESSAGE_ID_LENGTH, HEAD_LENGTH);
    }

    /** Bytes 0 to 91, then the context. */
    static byte[] wrapAad(byte[] head, KeyRef keyRef, byte[] context) {
        return ByteBuffer.allocate(HEAD_LENGTH + KEY_REF_LENGTH + context.length)
                .put(head)
                .put(keyRef.id().bytes())
                .putInt(keyRef.version())
                .put(context)
                .array();
    }

    /** Bytes 0 to 71, the payload's length, then the context. */
    static byte[] payloadAad(byte[] head, int length, byte[] context) {
        return ByteBuffer.allocate(HEAD_LENGTH + Integer.BYTES + context.length)
                .put(head)
                .putInt(length)
                .put(context)
                .array();
    }
}
