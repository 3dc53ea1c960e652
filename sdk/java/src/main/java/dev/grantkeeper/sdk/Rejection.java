package dev.grantkeeper.sdk;

import static java.util.Objects.requireNonNull;

/**
 * What the vault does about a value that the external service refused.
 *
 * @param generation the newest there is; greater than the reported one when a newer value can be looked up already
 */
public record Rejection(long generation, Action action) {

    public enum Action {
        /** A newer value exists: look it up. */
        NEWER_VALUE,
        /** A renewal was started, or runs already. */
        RENEWING,
        /** The value cannot be renewed without a person, who has been prompted. */
        PROMPTED,
        /** The connection was renewed on report too often lately; its value stays as it is. */
        LIMITED,
        /** Something that this version of the SDK does not know. */
        OTHER
    }

    public Rejection {
        requireNonNull(action, "action");
    }
}
