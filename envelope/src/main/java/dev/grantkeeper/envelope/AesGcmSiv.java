package dev.grantkeeper.envelope;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * AES-256-GCM-SIV, RFC 8452: for long-lived keys that meet random nonces, since a repeated nonce shows no more than
 * that the same key was wrapped twice.
 */
final class AesGcmSiv {
    static final int TAG_LENGTH = 16;
    static final int NONCE_LENGTH = 12;

    private AesGcmSiv() {}

    static byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plaintext) {
        try {
            return run(true, key, nonce, aad, plaintext);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("AES-256-GCM-SIV does not encrypt", e);
        }
    }

    static byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] ciphertext) throws GeneralSecurityException {
        try {
            return run(false, key, nonce, aad, ciphertext);
        } catch (InvalidCipherTextException e) {
            throw new AEADBadTagException();
        }
    }

    private static byte[] run(boolean encrypt, byte[] key, byte[] nonce, byte[] aad, byte[] input)
            throws InvalidCipherTextException {
        var cipher = new GCMSIVBlockCipher();
        cipher.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_LENGTH * Byte.SIZE, nonce, aad));
        var output = new byte[cipher.getOutputSize(input.length)];
        var done = cipher.processBytes(input, 0, input.length, output, 0);
        cipher.doFinal(output, done);
        return output;
    }
}
