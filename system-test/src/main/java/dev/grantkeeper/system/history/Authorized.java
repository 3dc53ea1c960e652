package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A person went through the authorization code flow, for the first time or anew.
 *
 * @param owner see {@link Standing#owner()}
 * @param begunAt before the first request
 * @param doneAt when the vault had said that it was connected
 */
public record Authorized(String owner, Instant begunAt, Instant doneAt) {

    public Authorized {
        requireNonNull(owner, "owner");
        requireNonNull(begunAt, "begunAt");
        requireNonNull(doneAt, "doneAt");
    }
}
