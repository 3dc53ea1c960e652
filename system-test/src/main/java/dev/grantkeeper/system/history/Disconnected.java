package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A person took a grant back.
 *
 * @param owner see {@link Standing#owner()}
 * @param doneAt when the vault had said that it was done
 */
public record Disconnected(String owner, Instant doneAt) {

    public Disconnected {
        requireNonNull(owner, "owner");
        requireNonNull(doneAt, "doneAt");
    }
}
