package dev.grantkeeper.envelope;

import java.security.SecureRandom;
import java.util.Objects;

/**
 * One version of the 256-bit key of a scope: a workspace, or an app. It wraps data keys and nothing else, and is itself
 * kept wrapped by a root key.
 */
public record ScopeKey(KeyId id, int version, Secret key) {
    static final int LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException if the version is below 1 or the key is not 32 bytes long */
    public ScopeKey {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(new KeyRef(id, version));
        if (key.length() != LENGTH) {
            throw new IllegalArgumentException("A scope key has " + LENGTH + " bytes, not " + key.length());
        }
    }

    /** A new random key under a new id. */
    public static ScopeKey generate(int version) {
        return generate(KeyId.random(), version);
    }

    /** A new random key as another version of {@code id}. */
    public static ScopeKey generate(KeyId id, int version) {
        return new ScopeKey(id, version, Secret.owning(RandomBytes.from(RANDOM, LENGTH)));
    }

    public KeyRef ref() {
        return new KeyRef(id, version);
    }
}
