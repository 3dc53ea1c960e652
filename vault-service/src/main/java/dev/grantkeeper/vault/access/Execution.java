package dev.grantkeeper.vault.access;

import java.util.Optional;

/**
 * App code that runs, minted a token by the platform for this one execution.
 *
 * @param user who triggered it; empty when no one did
 */
public record Execution(Tenant tenant, String app, Optional<String> user) {}
