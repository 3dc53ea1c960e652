package dev.grantkeeper.vault.connection;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Where a connection stands with its renewal. Times are the database's. */
@Embeddable
public class RenewalState {

    public enum Urgency {
        SCHEDULED,
        /** A caller waits for a value that has expired. */
        URGENT,
        /** The external service rejected a value that should be valid. */
        FORCED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Column(name = "due_at")
    private Instant dueAt;

    private String urgency = Urgency.SCHEDULED.word();

    @Column(name = "published_at")
    private Instant publishedAt;

    @Column(name = "next_attempt_at")
    private Instant nextAttemptAt;

    private int failures;

    @Column(name = "unknown_since")
    private Instant unknownSince;

    @Column(name = "rejected_at")
    private Instant rejectedAt;

    private Boolean rotates;

    @Column(name = "forced_generation")
    private Long forcedGeneration;

    @Column(name = "rejected_generation")
    private Long rejectedGeneration;

    /** A new value was written. */
    void start(Instant due, Instant earliest) {
        dueAt = due;
        urgency = Urgency.SCHEDULED.word();
        publishedAt = null;
        nextAttemptAt = earliest;
        failures = 0;
        unknownSince = null;
        rejectedAt = null;
    }

    /** A new grant: what the provider does with its refresh tokens is yet to be seen. */
    void forgetRotation() {
        rotates = null;
    }

    void sawRotation(boolean replaced) {
        rotates = replaced || Boolean.TRUE.equals(rotates);
    }

    /** Nothing more can be done without a person. */
    void stop() {
        start(null, null);
    }

    /** A lease was given: nobody else tries before it ends. */
    public void leasedUntil(Instant leaseEnd) {
        nextAttemptAt = leaseEnd;
    }

    /** It could not be taken up: it is published again as soon as there is room. */
    public void offerAgain() {
        publishedAt = null;
    }

    /** Nothing is tried before then. */
    public void waitUntil(Instant next) {
        nextAttemptAt = next;
        publishedAt = null;
    }

    /** The attempt brought nothing; the next may start then. */
    public void retryAt(Instant next) {
        failures++;
        waitUntil(next);
    }

    /** The request went out and its answer is lost; counted from the first such request for this value. */
    public void answerLost(Instant sent) {
        if (unknownSince == null) {
            unknownSince = sent;
        }
    }

    /** The provider rejected the grant, but an answer still awaited may bring a newer token. */
    public void rejectedUntil(Instant now, Instant awaited) {
        rejectedAt = now;
        waitUntil(awaited);
    }

    /** Renew now, whatever the schedule says. */
    public void hasten(Urgency reason, Instant now) {
        if (dueAt == null || dueAt.isAfter(now)) {
            dueAt = now;
        }
        urgency = reason.word();
        publishedAt = null;
    }

    /** The generation was reported rejected; it is renewed on report only once. */
    public void forced(long generation) {
        forcedGeneration = generation;
        rejectedGeneration = generation;
    }

    public void rejected(long generation) {
        rejectedGeneration = generation;
    }

    public Optional<Instant> dueAt() {
        return Optional.ofNullable(dueAt);
    }

    public Urgency urgency() {
        return Urgency.valueOf(urgency.toUpperCase(Locale.ROOT));
    }

    public Optional<Instant> nextAttemptAt() {
        return Optional.ofNullable(nextAttemptAt);
    }

    public int failures() {
        return failures;
    }

    public Optional<Instant> unknownSince() {
        return Optional.ofNullable(unknownSince);
    }

    public boolean isRejected() {
        return rejectedAt != null;
    }

    /** Whether the provider was seen to replace this grant's refresh tokens; empty before the first renewal. */
    public Optional<Boolean> rotates() {
        return Optional.ofNullable(rotates);
    }

    public Optional<Long> forcedGeneration() {
        return Optional.ofNullable(forcedGeneration);
    }

    public Optional<Long> rejectedGeneration() {
        return Optional.ofNullable(rejectedGeneration);
    }
}
