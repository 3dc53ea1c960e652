package dev.grantkeeper.envelope;

import java.nio.charset.StandardCharsets;

/**
 * Renewal outcomes on their way over a channel that others can read and write: sealed by a worker to the key of the scope
 * whose token it renewed. Format and labels: {@code envelope-v1.md}.
 */
public final class RenewalOutcomes {

    private static final String PURPOSE = SealedKind.OUTCOME.label();
    private static final byte[] INFO = ascii("grantkeeper.renewal.outcome.v1");

    private RenewalOutcomes() {}

    /** The public key to seal to; it dies with the scope key. */
    public static byte[] publicKey(ScopeKey key) {
        return Hpke.derive(key, PURPOSE).publicKey();
    }

    /**
     * Seals a report about one connection.
     *
     * @throws IllegalArgumentException if the public key is not one, or the report is too long
     */
    public static byte[] seal(byte[] publicKey, String connectionId, Secret report) {
        return Hpke.seal(publicKey, INFO, ascii(connectionId), report);
    }

    /** @throws EnvelopeException for every reason not to open */
    public static Secret open(ScopeKey key, String connectionId, byte[] sealed) {
        return Hpke.open(Hpke.derive(key, PURPOSE), INFO, ascii(connectionId), sealed);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
