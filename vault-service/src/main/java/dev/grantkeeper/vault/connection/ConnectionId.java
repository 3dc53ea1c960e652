package dev.grantkeeper.vault.connection;

import dev.grantkeeper.vault.error.Failure;
import java.util.Objects;
import java.util.UUID;

/** Stays the same however often a connection is disconnected and connected again. */
public record ConnectionId(UUID value) {

    public ConnectionId {
        Objects.requireNonNull(value);
    }

    public static ConnectionId random() {
        return new ConnectionId(UUID.randomUUID());
    }

    /** @throws Failure INVALID when it is not a UUID */
    public static ConnectionId parse(String text) {
        try {
            return new ConnectionId(UUID.fromString(text));
        } catch (IllegalArgumentException notOne) {
            throw Failure.invalid("connection_id", "must be the id of a connection, as the lookup returned it");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
