package dev.grantkeeper.envelope;

import java.util.Objects;

/** Which version of which scope key; versions count from 1. */
public record KeyRef(KeyId id, int version) {
    public KeyRef {
        Objects.requireNonNull(id, "id");
        if (version < 1) {
            throw new IllegalArgumentException("A key version is at least 1, not " + version);
        }
    }
}
