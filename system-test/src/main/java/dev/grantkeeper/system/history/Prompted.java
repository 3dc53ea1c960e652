package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A person was asked to authenticate.
 *
 * @param owner see {@link Standing#owner()}
 * @param reason as the contract names it, such as {@code grant_revoked}
 */
public record Prompted(UUID id, String owner, String reason, Instant openedAt, Optional<Instant> resolvedAt) {

    public Prompted {
        requireNonNull(id, "id");
        requireNonNull(owner, "owner");
        requireNonNull(reason, "reason");
        requireNonNull(openedAt, "openedAt");
        requireNonNull(resolvedAt, "resolvedAt");
    }
}
