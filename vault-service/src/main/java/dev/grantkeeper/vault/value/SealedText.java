package dev.grantkeeper.vault.value;

import java.time.Instant;

/**
 * What somebody typed, sealed in their browser, as it comes in a request. Nothing of it was looked at.
 *
 * @param keyId as the sealing key said
 * @param expiresAt likewise
 * @param ciphertext base64url of enc and ciphertext (RFC 9180)
 */
public record SealedText(String keyId, Instant expiresAt, String ciphertext) {

    @Override
    public String toString() {
        return "SealedText[redacted]";
    }
}
