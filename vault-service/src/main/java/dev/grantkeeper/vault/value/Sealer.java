package dev.grantkeeper.vault.value;

import dev.grantkeeper.envelope.SealingContext;
import dev.grantkeeper.envelope.Secret;

/** Seals secrets of one scope. */
@FunctionalInterface
public interface Sealer {

    /** @throws IllegalArgumentException if the secret is longer than an envelope holds */
    byte[] seal(SealingContext context, Secret secret);
}
