package dev.grantkeeper.sdk;

import java.time.Duration;
import java.util.Optional;

/**
 * No answer could be had within the deadline, retries included: the value is still being renewed (reason {@code RENEWING}),
 * or the vault or its database is away ({@code UNAVAILABLE}). The same call may succeed later, without anybody's doing.
 */
public final class Unavailable extends GrantkeeperException {

    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    Unavailable(String reason, String message, Duration retryAfter, Throwable cause) {
        super(reason, message, cause);
        this.retryAfter = retryAfter;
    }

    /** How long the vault asked to wait, where it answered. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
