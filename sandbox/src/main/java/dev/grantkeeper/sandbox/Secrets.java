package dev.grantkeeper.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/** What the sandbox asks of a configured secret, and how it compares one. */
public final class Secrets {

    private Secrets() {}

    /** Whether both are the same, in time that does not tell where they differ. */
    public static boolean same(String expected, String presented) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), presented.getBytes(UTF_8));
    }

    /**
     * A configured secret, checked to be there.
     *
     * @throws IllegalArgumentException naming the property when the secret is missing or empty
     */
    public static String required(String property, String secret) {
        if (secret == null || secret.isBlank()) {
            throw new IllegalArgumentException(property + " must be set: the sandbox has no default secrets");
        }
        return secret;
    }
}
