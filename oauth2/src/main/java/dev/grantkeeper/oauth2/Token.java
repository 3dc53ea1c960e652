package dev.grantkeeper.oauth2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A credential: an access or refresh token, a client secret, an authorization code, a state, a code verifier. It never
 * prints itself, and equality takes the same time wherever the first difference is.
 */
public final class Token {
    private final String value;

    private Token(String value) {
        this.value = value;
    }

    /** @throws IllegalArgumentException if the credential is empty */
    public static Token of(String value) {
        if (Objects.requireNonNull(value, "value").isEmpty()) {
            throw new IllegalArgumentException("a credential cannot be empty");
        }
        return new Token(value);
    }

    /** The secret itself. Every call is a place where it can leak. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token && MessageDigest.isEqual(bytes(), token.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "Token[redacted]";
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
