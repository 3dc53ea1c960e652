package dev.grantkeeper.oauth2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Proof Key for Code Exchange with S256 (RFC 7636). */
public record Pkce(Token verifier) {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    /** @throws IllegalArgumentException unless the verifier has the form of section 4.1 */
    public Pkce {
        if (!VERIFIER.matcher(verifier.reveal()).matches()) {
            throw new IllegalArgumentException("a code verifier is 43 to 128 unreserved characters");
        }
    }

    /** A verifier of 256 random bits (section 4.1). */
    public static Pkce generate(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new Pkce(Token.of(BASE64URL.encodeToString(bytes)));
    }

    /** The S256 {@code code_challenge} (section 4.2). */
    public String challenge() {
        try {
            byte[] ascii = verifier.reveal().getBytes(StandardCharsets.US_ASCII);
            return BASE64URL.encodeToString(MessageDigest.getInstance("SHA-256").digest(ascii));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
