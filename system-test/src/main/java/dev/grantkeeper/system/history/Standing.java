package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * How a connection stands at the end of a run.
 *
 * @param owner {@code tenant/app/owner id}; also the subject's name at the provider
 * @param status as the contract names it
 */
public record Standing(UUID connection, String owner, String status, long generation) {

    public Standing {
        requireNonNull(connection, "connection");
        requireNonNull(owner, "owner");
        requireNonNull(status, "status");
    }

    boolean isConnected() {
        return status.equals("connected");
    }
}
