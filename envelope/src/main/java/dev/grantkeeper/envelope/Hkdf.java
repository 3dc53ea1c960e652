package dev.grantkeeper.envelope;

import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF-SHA512, RFC 5869. */
final class Hkdf {
    private Hkdf() {}

    static byte[] extract(byte[] salt, byte[] inputKey) {
        return new HKDFBytesGenerator(new SHA512Digest()).extractPRK(salt, inputKey);
    }

    static byte[] expand(byte[] pseudoRandomKey, byte[] info, int length) {
        var generator = new HKDFBytesGenerator(new SHA512Digest());
        generator.init(HKDFParameters.skipExtractParameters(pseudoRandomKey, info));
        var output = new byte[length];
        generator.generateBytes(output, 0, length);
        return output;
    }
}
