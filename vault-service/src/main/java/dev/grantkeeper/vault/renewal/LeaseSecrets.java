package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.envelope.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** 256-bit secrets by which a worker proves that a lease was its own. The vault keeps their SHA-256. */
final class LeaseSecrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private LeaseSecrets() {}

    static Secret random() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Secret.of(bytes);
    }

    static byte[] hash(Secret secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.revealBytes());
        } catch (NoSuchAlgorithmException everyJreHasIt) {
            throw new IllegalStateException(everyJreHasIt);
        }
    }
}
