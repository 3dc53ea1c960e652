/**
 * Sealing: bytes and a context in, an envelope out. The format is
 * {@code contracts/grantkeeper/envelope/envelope-v1.md}, with vectors beside it.
 */
package dev.grantkeeper.envelope;
