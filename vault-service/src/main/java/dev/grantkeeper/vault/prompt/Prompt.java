package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.ConnectionKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A person must authenticate: the owner, or any admin for a workspace's connection. At most one is open for each key.
 *
 * @param scopes what lookups required; the link asks for it beside what the definition does
 * @param resolvedBy the user who connected or disconnected; empty when a renewal was enough
 * @param dismissedAt when the first of those did so who have dismissed it
 */
public record Prompt(
        UUID id,
        ConnectionKey key,
        AuthRequiredReason reason,
        Instant openedAt,
        List<String> scopes,
        Optional<Instant> resolvedAt,
        Optional<String> resolvedBy,
        Optional<Instant> dismissedAt) {

    Prompt wanting(List<String> more) {
        var all = Stream.concat(scopes.stream(), more.stream()).distinct().toList();
        return new Prompt(id, key, reason, openedAt, all, resolvedAt, resolvedBy, dismissedAt);
    }

    Prompt resolved(Instant at, Optional<String> by) {
        return new Prompt(id, key, reason, openedAt, scopes, Optional.of(at), by, dismissedAt);
    }

    /** As one column has them. */
    static List<String> scopes(String stored) {
        return stored.isEmpty() ? List.of() : List.of(stored.split(" "));
    }
}
