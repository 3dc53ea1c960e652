package dev.grantkeeper.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesGcmTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 31, 32, 33, 255, 256, 4095, 65_536})
    void seal_sameInputs_givesWhatBouncyCastleGives(int length) throws Exception {
        RandomGenerator random = new Random(length);
        for (var aadLength : new int[] {0, 1, 16, 200}) {
            var key = bytes(random, 32);
            var nonce = bytes(random, 12);
            var aad = bytes(random, aadLength);
            var plaintext = bytes(random, length);

            var sealed = AesGcm.seal(key, nonce, aad, plaintext);

            assertThat(sealed).isEqualTo(bouncyCastle(true, key, nonce, aad, plaintext));
            assertThat(AesGcm.open(key, nonce, aad, sealed)).isEqualTo(plaintext);
            assertThat(bouncyCastle(false, key, nonce, aad, sealed)).isEqualTo(plaintext);
        }
    }

    private static byte[] bytes(RandomGenerator random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bouncyCastle(boolean encrypt, byte[] key, byte[] nonce, byte[] aad, byte[] input)
            throws InvalidCipherTextException {
        var cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
        cipher.init(encrypt, new AEADParameters(new KeyParameter(key), 128, nonce, aad));
        var output = new byte[cipher.getOutputSize(input.length)];
        var done = cipher.processBytes(input, 0, input.length, output, 0);
        cipher.doFinal(output, done);
        return output;
    }
}
