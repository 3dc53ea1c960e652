package dev.grantkeeper.vault.lookup;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.connection.Creator;
import dev.grantkeeper.vault.definition.ConnectionType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A connection's value for the one who asked.
 *
 * @param createdBy who connected it
 * @param metadata what is known of the account, such as its subdomain
 * @param expiresAt empty for a value that does not expire
 */
record Served(
        UUID id,
        Secret value,
        ConnectionType type,
        Owner owner,
        Creator createdBy,
        Optional<Instant> expiresAt,
        List<String> scopes,
        long generation,
        Map<String, String> metadata) {}
