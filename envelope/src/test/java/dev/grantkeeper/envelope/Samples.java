package dev.grantkeeper.envelope;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

final class Samples {
    static final SealingContext CONTEXT =
            new SealingContext(SealedKind.ACCESS, "platform/acme", "email-sequencer", "connection-1", "user", "ada", 4);
    static final Secret TOKEN = Secret.ofUtf8("ya29.example-access-token");

    private Samples() {}

    /** Which bits, by number, can be flipped without {@code opens} turning false. */
    static List<Integer> harmlessBitFlips(byte[] sealed, Predicate<byte[]> opens) {
        var harmless = new ArrayList<Integer>();
        for (var bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            var changed = sealed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            if (opens.test(changed)) {
                harmless.add(bit);
            }
        }
        return harmless;
    }

    static boolean opens(Runnable opening) {
        try {
            opening.run();
            return true;
        } catch (EnvelopeException e) {
            return false;
        }
    }
}
