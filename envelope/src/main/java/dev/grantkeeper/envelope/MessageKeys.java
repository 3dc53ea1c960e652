package dev.grantkeeper.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What one data key and one message id give: the payload's key and nonce, and the commitment to the data key. */
final class MessageKeys implements AutoCloseable {
    private static final byte[] DERIVE_KEY = info("DERIVEKEY");
    private static final byte[] COMMIT_KEY = info("COMMITKEY");

    private final byte[] derived;
    private final byte[] commitment;

    private MessageKeys(byte[] derived, byte[] commitment) {
        this.derived = derived;
        this.commitment = commitment;
    }

    static MessageKeys of(byte[] messageId, byte[] dataKey) {
        var prk = Hkdf.extract(messageId, dataKey);
        try {
            return new MessageKeys(
                    Hkdf.expand(prk, DERIVE_KEY, ScopeKey.LENGTH + AesGcm.NONCE_LENGTH),
                    Hkdf.expand(prk, COMMIT_KEY, Frame.COMMITMENT_LENGTH));
        } finally {
            Arrays.fill(prk, (byte) 0);
        }
    }

    byte[] key() {
        return Arrays.copyOf(derived, ScopeKey.LENGTH);
    }

    byte[] nonce() {
        return Arrays.copyOfRange(derived, ScopeKey.LENGTH, derived.length);
    }

    byte[] commitment() {
        return commitment.clone();
    }

    @Override
    public void close() {
        Arrays.fill(derived, (byte) 0);
    }

    private static byte[] info(String purpose) {
        var text = purpose.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(5 + Short.BYTES + text.length)
                .put("GKEV1".getBytes(StandardCharsets.US_ASCII))
                .putShort(Frame.SUITE)
                .put(text)
                .array();
    }
}
