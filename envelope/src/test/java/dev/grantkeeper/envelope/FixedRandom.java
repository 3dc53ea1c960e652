package dev.grantkeeper.envelope;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Gives out the bytes it was made of, in order, and fails when they run out. */
final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient ByteBuffer bytes;

    FixedRandom(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        bytes = ByteBuffer.wrap(all.toByteArray());
    }

    @Override
    public void nextBytes(byte[] target) {
        bytes.get(target);
    }

    boolean isUsedUp() {
        return !bytes.hasRemaining();
    }
}
