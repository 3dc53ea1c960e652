package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/** A worker put a renewal's outcome into Kafka, because no vault took it. */
public record SealedOutcome(UUID connection, Instant at) {

    public SealedOutcome {
        requireNonNull(connection, "connection");
        requireNonNull(at, "at");
    }
}
