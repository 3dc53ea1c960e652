package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SealingContext;

/** An envelope with the context it was sealed in. */
public record Sealed(byte[] envelope, SealingContext context) {}
