package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/** A new generation of a connection, as the vault's audit has it. */
public record Commit(UUID connection, long generation, Kind kind, Instant at) {

    /** What made it. */
    public enum Kind {
        /** A person authorized. */
        CONNECTED,
        RENEWED,
        /** A quarantined value was put to use. */
        PROMOTED,
        DISCONNECTED
    }

    public Commit {
        requireNonNull(connection, "connection");
        requireNonNull(kind, "kind");
        requireNonNull(at, "at");
    }
}
