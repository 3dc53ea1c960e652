package dev.grantkeeper.vault.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a value lives and when it is due for renewal.
 *
 * @param obtainedAt the moment from which the lifetime counts: before the provider was asked
 * @param lifetime empty for a value that does not expire
 * @param dueAt empty for a value that is never renewed
 */
public record Validity(Instant obtainedAt, Optional<Duration> lifetime, Optional<Instant> dueAt) {

    public static Validity unlimited(Instant obtainedAt) {
        return new Validity(obtainedAt, Optional.empty(), Optional.empty());
    }

    public Optional<Instant> expiresAt() {
        return lifetime.map(obtainedAt::plus);
    }
}
