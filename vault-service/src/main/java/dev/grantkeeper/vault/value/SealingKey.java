package dev.grantkeeper.vault.value;

import java.time.Instant;

/**
 * A key for one person, or developer, to seal one text to. Nothing in it is secret.
 *
 * @param suite how RFC 9180 names its parts
 * @param publicKey base64url of an uncompressed P-256 point, 65 bytes
 * @param info RFC 9180's, as text
 * @param aad base64url of what to bind the text to
 */
public record SealingKey(String keyId, String suite, String publicKey, String info, String aad, Instant expiresAt) {}
