package dev.grantkeeper.vault.connection;

import dev.grantkeeper.oauth2.RefreshTokenLife;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a value lives and when it is due for renewal.
 *
 * @param obtainedAt the moment from which the lifetime counts: before the provider was asked
 * @param lifetime empty for a value that does not expire
 * @param dueAt empty for a value that is never renewed
 * @param renewableAt before then the provider does not renew it
 * @param refresh what is known of the refresh token that came with it or that it was renewed with
 * @param warnAt when a person is told that the refresh token ends
 */
public record Validity(
        Instant obtainedAt,
        Optional<Duration> lifetime,
        Optional<Instant> dueAt,
        Optional<Instant> renewableAt,
        Optional<RefreshTokenLife> refresh,
        Optional<Instant> warnAt) {

    /** Of a refresh token whose end nobody knows. */
    public Validity(Instant obtainedAt, Optional<Duration> lifetime, Optional<Instant> dueAt) {
        this(obtainedAt, lifetime, dueAt, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Validity unlimited(Instant obtainedAt) {
        return new Validity(obtainedAt, Optional.empty(), Optional.empty());
    }

    public Optional<Instant> expiresAt() {
        return lifetime.map(obtainedAt::plus);
    }
}
