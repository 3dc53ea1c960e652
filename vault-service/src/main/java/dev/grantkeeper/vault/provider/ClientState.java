package dev.grantkeeper.vault.provider;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** One client at a provider, with all that limits how it is called. Changed only while its row is locked. */
@Entity
@DynamicUpdate
@Table(name = "provider_client")
class ClientState {

    @Id
    private UUID id;

    private String issuer;

    private String app;

    @Column(name = "client_id")
    private String clientId;

    private Double rate;

    private Integer burst;

    private Integer concurrency;

    @Column(name = "taken_until")
    private Instant takenUntil;

    @Embedded
    private Pause pause = new Pause();

    @Embedded
    private Breaker breaker = new Breaker();

    @Column(name = "refused_before")
    private Instant refusedBefore;

    @Column(name = "probe_at")
    private Instant probeAt;

    private String reason;

    @Column(name = "paced_from")
    private Instant pacedFrom;

    private boolean recalls;

    protected ClientState() {}

    /** Whether the client was refused as a definition stored at {@code definedAt} states it. */
    boolean refuses(Instant definedAt) {
        return refusedBefore != null && !definedAt.isAfter(refusedBefore);
    }

    /** Whether anything but the terms stands in the way of a lease. */
    boolean isHeld(Instant definedAt, Instant now) {
        return pause.isOn(now) || breaker.isOpen() || refuses(definedAt);
    }

    /** @return why no lease may be given, whatever the terms */
    Optional<Denial> hold(Instant definedAt, Instant now) {
        if (pause.isOn(now)) {
            return Optional.of(Denial.PAUSED);
        }
        if (refuses(definedAt) && now.isBefore(probeAt)) {
            return Optional.of(Denial.REFUSED);
        }
        return breaker.lets(now) ? Optional.empty() : Optional.of(Denial.BREAKER);
    }

    /** A lease is given: whatever else is held back waits for what becomes of it. */
    void leased(Instant definedAt, Instant leaseEnd) {
        breaker.leased(leaseEnd);
        if (refuses(definedAt)) {
            probeAt = leaseEnd;
        }
    }

    void take(Pace pace, Instant now) {
        takenUntil = pace.take(takenUntil(), now);
    }

    /** Whether a good answer changes nothing. */
    boolean isAtRest(Instant recovered) {
        return breaker.isAtRest()
                && pause.isForgotten()
                && refusedBefore == null
                && (pacedFrom == null || recovered.isBefore(pacedFrom));
    }

    /**
     * The provider takes the client again, be it that a newer definition states what was wrong.
     *
     * @param recovered whoever came back before then is no longer paced
     * @return whether the breaker closed
     */
    boolean good(Instant leasedAt, Instant recovered, Instant now) {
        if (pacedFrom != null && !recovered.isBefore(pacedFrom)) {
            pacedFrom = null;
        }
        if (refusedBefore != null) {
            accept();
            comeBack(now);
        }
        pause.passed(leasedAt);
        var closed = breaker.good(leasedAt);
        if (closed) {
            comeBack(now);
        }
        return closed;
    }

    void throttled(Optional<java.time.Duration> asked, Instant now) {
        pause.begin(asked, now);
        pacedFrom = pause.until().orElseThrow();
    }

    /** As definitions stored up to {@code definedAt} state it. */
    void refused(Instant definedAt, Instant nextProbe, String error) {
        refusedBefore = refusedBefore == null || refusedBefore.isBefore(definedAt) ? definedAt : refusedBefore;
        probeAt = nextProbe;
        reason = error;
    }

    /** An operator says that nothing stands in the way any more. */
    void resume(Instant now) {
        pause.end();
        breaker.close();
        accept();
        comeBack(now);
    }

    private void accept() {
        refusedBefore = null;
        probeAt = null;
        reason = null;
    }

    private void comeBack(Instant now) {
        pacedFrom = now;
        recalls = true;
    }

    void limit(Limits limits) {
        rate = limits.rate().orElse(null);
        burst = limits.burst().orElse(null);
        concurrency = limits.concurrency().orElse(null);
        takenUntil = null;
    }

    UUID id() {
        return id;
    }

    String issuer() {
        return issuer;
    }

    String app() {
        return app;
    }

    String clientId() {
        return clientId;
    }

    Limits limits() {
        return new Limits(Optional.ofNullable(rate), Optional.ofNullable(burst), Optional.ofNullable(concurrency));
    }

    Optional<Instant> takenUntil() {
        return Optional.ofNullable(takenUntil);
    }

    Pause pause() {
        return pause;
    }

    Breaker breaker() {
        return breaker;
    }

    /** Why the provider refuses the client. */
    Optional<String> refusal() {
        return Optional.ofNullable(reason);
    }

    Optional<Instant> refusalProbeAt() {
        return Optional.ofNullable(probeAt);
    }

    Optional<Instant> pacedFrom() {
        return Optional.ofNullable(pacedFrom);
    }

    boolean recalls() {
        return recalls;
    }
}
