package dev.grantkeeper.envelope;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Secrets on their way from whoever types them: sealed in the browser to the key of the scope that will keep them, so that
 * nothing in between sees them. Format and labels: {@code envelope-v1.md}.
 */
public final class SecretSubmissions {
    /** How RFC 9180 names the suite's parts. */
    public static final String SUITE = "DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM";
    /** RFC 9180's info, as text. */
    public static final String INFO = "grantkeeper.secret.submission.v1";

    private static final String PURPOSE = "submission";
    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretSubmissions() {}

    /** The public key to seal to; it dies with the scope key. */
    public static byte[] publicKey(ScopeKey key) {
        return Hpke.derive(key, PURPOSE).publicKey();
    }

    /**
     * Seals as a browser does: enc (65), then ciphertext and tag.
     *
     * @throws IllegalArgumentException if the public key is not one, or the secret is too long
     */
    public static byte[] seal(byte[] publicKey, SubmissionContext context, Secret secret) {
        return seal(RANDOM, publicKey, context, secret);
    }

    /** Draws the seed (32) of the ephemeral key pair. */
    static byte[] seal(SecureRandom random, byte[] publicKey, SubmissionContext context, Secret secret) {
        return Hpke.sealBare(random, publicKey, info(), context.encoded(), secret);
    }

    /**
     * Says nothing of the time: whoever calls compares {@link SubmissionContext#expiresAt()} with a clock.
     *
     * @throws EnvelopeException for every reason not to open
     */
    public static Secret open(ScopeKey key, SubmissionContext context, byte[] sealed) {
        return Hpke.openBare(Hpke.derive(key, PURPOSE), info(), context.encoded(), sealed);
    }

    private static byte[] info() {
        return INFO.getBytes(StandardCharsets.US_ASCII);
    }
}
