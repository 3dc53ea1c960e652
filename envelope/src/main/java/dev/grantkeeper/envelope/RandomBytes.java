package dev.grantkeeper.envelope;

import java.security.SecureRandom;

final class RandomBytes {
    private RandomBytes() {}

    static byte[] from(SecureRandom random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
