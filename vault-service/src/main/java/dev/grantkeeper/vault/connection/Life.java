package dev.grantkeeper.vault.connection;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** From when to when a value works. */
@Embeddable
class Life {

    @Column(name = "obtained_at")
    private Instant obtainedAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "lifetime_ms")
    private Long lifetimeMs;

    void begin(Validity validity) {
        obtainedAt = validity.obtainedAt();
        expiresAt = validity.expiresAt().orElse(null);
        lifetimeMs = validity.lifetime().map(Duration::toMillis).orElse(null);
    }

    /** There is no value yet. */
    void await(Instant now) {
        obtainedAt = now;
        expiresAt = now;
        lifetimeMs = null;
    }

    void end() {
        expiresAt = null;
        lifetimeMs = null;
    }

    Instant obtainedAt() {
        return obtainedAt;
    }

    Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    Optional<Duration> lifetime() {
        return Optional.ofNullable(lifetimeMs).map(Duration::ofMillis);
    }
}
