package dev.grantkeeper.vault.value;

/**
 * A scope's HPKE key (RFC 9180) for renewal outcomes; it dies with the scope key it is derived from.
 *
 * @param id names the scope key and its version
 * @param publicKey an uncompressed P-256 point, 65 bytes
 */
public record OutcomeKey(String id, byte[] publicKey) {}
