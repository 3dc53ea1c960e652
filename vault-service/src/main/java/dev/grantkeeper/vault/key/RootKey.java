package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.Secret;
import io.smallrye.mutiny.Uni;

/**
 * The level-0 key, at a key provider. It wraps scope keys and nothing else.
 *
 * <p>The context is not stored with what is wrapped: whoever unwraps has to know it.
 */
interface RootKey {

    /** A name that tells this root key from every other one; stored beside what it wraps. */
    String id();

    Uni<byte[]> wrap(byte[] context, Secret key);

    /** Fails with {@code EnvelopeException} for bytes that another key, or another context, wrapped. */
    Uni<Secret> unwrap(byte[] context, byte[] wrapped);
}
