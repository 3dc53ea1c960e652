package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.ConnectionKey;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A person must authenticate: the owner, or any admin for a workspace's connection. At most one is open for each key.
 *
 * @param resolvedBy the user who connected or disconnected; empty when a renewal was enough
 */
public record Prompt(
        UUID id,
        ConnectionKey key,
        AuthRequiredReason reason,
        Instant openedAt,
        Optional<Instant> resolvedAt,
        Optional<String> resolvedBy) {}
