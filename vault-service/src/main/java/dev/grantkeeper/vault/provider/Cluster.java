package dev.grantkeeper.vault.provider;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;

/** Which database cluster this is, and whether what it holds is to be trusted. There is one row. */
@Entity
@DynamicUpdate
@Table(name = "database_cluster")
class Cluster {

    static final String RESTORED = "restored";
    static final String OPERATOR = "operator";

    @Id
    private boolean one;

    @Column(name = "system_identifier")
    private Long systemIdentifier;

    private Long timeline;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "cautious_since")
    private Instant cautiousSince;

    @Column(name = "cautious_until")
    private Instant cautiousUntil;

    @Column(name = "cautious_reason")
    private String cautiousReason;

    protected Cluster() {}

    /** Whether the server that started then was looked at. */
    boolean knows(Instant started) {
        return started.equals(startedAt);
    }

    /** @return whether it is another cluster or timeline than the last time; never the first time */
    boolean meet(Identity identity) {
        var another = systemIdentifier != null
                && (systemIdentifier != identity.systemIdentifier() || timeline != identity.timeline());
        systemIdentifier = identity.systemIdentifier();
        timeline = identity.timeline();
        startedAt = identity.startedAt();
        return another;
    }

    /** The server does not say who it is. */
    void meetStranger(Instant started) {
        startedAt = started;
    }

    void beCautious(String reason, Instant now, Duration life) {
        cautiousSince = now;
        cautiousUntil = now.plus(life);
        cautiousReason = reason;
    }

    void beTrusting() {
        cautiousSince = null;
        cautiousUntil = null;
        cautiousReason = null;
    }

    /** Until when the vault is cautious; empty when it is not. */
    Optional<Instant> cautiousUntil(Instant now) {
        return Optional.ofNullable(cautiousUntil).filter(now::isBefore);
    }

    Optional<Instant> cautiousSince() {
        return Optional.ofNullable(cautiousSince);
    }

    Optional<String> cautiousReason() {
        return Optional.ofNullable(cautiousReason);
    }

    /** What a database server says about itself. */
    record Identity(long systemIdentifier, long timeline, Instant startedAt) {}
}
