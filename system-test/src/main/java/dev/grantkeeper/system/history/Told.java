package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * An event of grantkeeper.connection.changed.
 *
 * @param change as the contract names it
 */
public record Told(UUID connection, long generation, String change) {

    public Told {
        requireNonNull(connection, "connection");
        requireNonNull(change, "change");
    }

    /** Whether it tells of a new generation. */
    boolean isCommit() {
        return !change.equals("failed");
    }
}
