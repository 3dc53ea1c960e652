package dev.grantkeeper.envelope;

import static dev.grantkeeper.envelope.Samples.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.modes.gcm.GCMUtil;
import org.junit.jupiter.api.Test;

/**
 * AES-GCM does not commit to its key. Here one payload is made that is genuine under two data keys, by solving the tag's
 * equation over GF(2^128) for its second block; only the commitment tells the two apart.
 */
class CommitmentTest {
    private static final int BLOCK = 16;
    private static final int LENGTH = 2 * BLOCK;

    private final ScopeKey scopeKey = ScopeKey.generate(1);
    private final byte[] messageId = filled(32, 7);
    private final byte[] dataKey = filled(32, 1);
    private final byte[] otherDataKey = filled(32, 2);
    private final MessageKeys keys = MessageKeys.of(messageId, dataKey);
    private final MessageKeys otherKeys = MessageKeys.of(messageId, otherDataKey);
    private final byte[] head = Frame.head(messageId, keys.commitment());
    private final byte[] aad = Frame.payloadAad(head, LENGTH, CONTEXT.encoded());

    @Test
    void open_payloadGenuineUnderTwoDataKeys_opensForTheCommittedOneOnly() throws GeneralSecurityException {
        var payload = genuineUnderBoth();

        assertThatCode(() -> AesGcm.open(keys.key(), keys.nonce(), aad, payload))
                .doesNotThrowAnyException();
        assertThatCode(() -> AesGcm.open(otherKeys.key(), otherKeys.nonce(), aad, payload))
                .doesNotThrowAnyException();
        assertThatCode(() -> Envelopes.open(scopeKey, CONTEXT, envelope(dataKey, payload)))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> Envelopes.open(scopeKey, CONTEXT, envelope(otherDataKey, payload)));
        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() ->
                        Envelopes.rewrap(scopeKey, ScopeKey.generate(2), CONTEXT, envelope(otherDataKey, payload)));
    }

    @Test
    void commitment_sameDataKeyAnotherMessageId_isAnother() {
        assertThat(MessageKeys.of(filled(32, 8), dataKey).commitment()).isNotEqualTo(keys.commitment());
    }

    private byte[] envelope(byte[] wrappedDataKey, byte[] payload) {
        var nonce = new byte[AesGcmSiv.NONCE_LENGTH];
        var wrapAad = Frame.wrapAad(head, scopeKey.ref(), CONTEXT.encoded());
        var wrapped = scopeKey.key().with(bytes -> AesGcmSiv.seal(bytes, nonce, wrapAad, wrappedDataKey));
        return new Frame(head, scopeKey.ref(), nonce, wrapped, payload).encoded();
    }

    /** The tag is affine in the last block c: tag(c) = tag(0) + c * H^2. Both tags are equal for one c. */
    private byte[] genuineUnderBoth() throws GeneralSecurityException {
        var ciphertext = new byte[LENGTH];
        Arrays.fill(ciphertext, 0, BLOCK, (byte) 0x5A);
        var difference = sum(tag(keys, ciphertext), tag(otherKeys, ciphertext));
        var block = product(difference, inverse(sum(squareOfH(keys), squareOfH(otherKeys))));
        System.arraycopy(block, 0, ciphertext, BLOCK, BLOCK);
        var sealed = Arrays.copyOf(ciphertext, LENGTH + BLOCK);
        System.arraycopy(tag(keys, ciphertext), 0, sealed, LENGTH, BLOCK);
        return sealed;
    }

    private byte[] tag(MessageKeys used, byte[] ciphertext) {
        var keyStream = AesGcm.seal(used.key(), used.nonce(), aad, new byte[LENGTH]);
        var plaintext = sum(Arrays.copyOf(keyStream, LENGTH), ciphertext);
        return Arrays.copyOfRange(AesGcm.seal(used.key(), used.nonce(), aad, plaintext), LENGTH, LENGTH + BLOCK);
    }

    private static byte[] squareOfH(MessageKeys used) throws GeneralSecurityException {
        var aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(used.key(), "AES"));
        var h = aes.doFinal(new byte[BLOCK]);
        return product(h, h);
    }

    /** x^(2^128 - 2): the product of x^(2^i) for i from 1 to 127. */
    private static byte[] inverse(byte[] x) {
        var square = x;
        var result = GCMUtil.oneAsBytes();
        for (var i = 1; i < 128; i++) {
            square = product(square, square);
            result = product(result, square);
        }
        return result;
    }

    private static byte[] product(byte[] x, byte[] y) {
        var result = x.clone();
        GCMUtil.multiply(result, y.clone());
        return result;
    }

    private static byte[] sum(byte[] x, byte[] y) {
        var result = x.clone();
        for (var i = 0; i < result.length; i++) {
            result[i] ^= y[i];
        }
        return result;
    }

    private static byte[] filled(int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
