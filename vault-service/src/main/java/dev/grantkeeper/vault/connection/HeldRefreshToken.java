package dev.grantkeeper.vault.connection;

import dev.grantkeeper.oauth2.RefreshTokenLife;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The refresh token at hand, sealed, and what is known of its end: then a person has to authorize anew. Where no person is needed,
 * the client stands in its place.
 */
@Embeddable
public class HeldRefreshToken {

    @Column(name = "refresh_envelope")
    private byte[] envelope;

    @Column(name = "renewed_with")
    private String renewedWith = RenewedWith.REFRESH_TOKEN.word();

    @Column(name = "refresh_sealed_at")
    private Long sealedAt;

    @Column(name = "refresh_generation")
    private Long generation;

    @Column(name = "refresh_expires_at")
    private Instant expiresAt;

    @Column(name = "refresh_stated_end")
    private Instant statedEnd;

    @Column(name = "refresh_lifetime_ms")
    private Long firstStatedMs;

    @Column(name = "refresh_end_fixed")
    private boolean fixed;

    @Column(name = "warn_at")
    private Instant warnAt;

    private boolean warned;

    void store(byte[] sealed, long newGeneration) {
        store(sealed, RenewedWith.REFRESH_TOKEN, newGeneration);
    }

    void store(byte[] sealed, RenewedWith what, long newGeneration) {
        envelope = sealed;
        renewedWith = what.word();
        sealedAt = newGeneration;
        generation = newGeneration;
    }

    /** Another grant, or none. */
    void erase() {
        envelope = null;
        renewedWith = RenewedWith.REFRESH_TOKEN.word();
        sealedAt = null;
        generation = null;
        expiresAt = null;
        statedEnd = null;
        firstStatedMs = null;
        fixed = false;
        warnAt = null;
        warned = false;
    }

    /** Whoever was told of an end that does not move is not told again. */
    void note(RefreshTokenLife life, Optional<Instant> warning) {
        expiresAt = life.end().orElse(null);
        statedEnd = life.statedEnd().orElse(null);
        firstStatedMs = life.firstStated().map(Duration::toMillis).orElse(null);
        fixed = life.fixed();
        warnAt = warning.orElse(null);
        warned = warned && warning.filter(at -> !at.isAfter(life.usedAt())).isPresent();
    }

    RefreshTokenLife life(Instant usedAt) {
        return new RefreshTokenLife(
                usedAt,
                Optional.ofNullable(statedEnd),
                Optional.ofNullable(firstStatedMs).map(Duration::ofMillis),
                fixed,
                Optional.empty());
    }

    RenewedWith renewedWith() {
        return RenewedWith.ofWord(renewedWith);
    }

    Optional<byte[]> envelope() {
        return Optional.ofNullable(envelope);
    }

    long sealedAt() {
        return sealedAt;
    }

    Optional<Long> generation() {
        return Optional.ofNullable(generation);
    }

    /** Whether there is one, and its end, as far as is known, has not come. */
    public boolean lives(Instant now) {
        return envelope != null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** A person was told, or has something else to be told. */
    public void warned(boolean told) {
        warned = told;
    }

    /** Whether a person was told of the end that is known now. */
    public boolean isWarned() {
        return warned;
    }

    public boolean isWarningDue(Instant now) {
        return !warned && warnAt != null && !now.isBefore(warnAt);
    }

    /** From then on the provider accepts the refresh token no more. */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    /** The end that a person was told of. */
    Optional<Instant> reauthorizeBy() {
        return expiresAt().filter(end -> warned);
    }
}
