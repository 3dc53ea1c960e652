package dev.grantkeeper.worker.renew;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * One generation of one connection that is said to be due. Hearsay: only a lease makes it true.
 *
 * @param dueAt what lateness is measured by
 */
public record Due(UUID connection, long generation, Instant dueAt) {
    public Due {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(dueAt, "dueAt");
        if (generation < 1) {
            throw new IllegalArgumentException("generations count from 1");
        }
    }
}
