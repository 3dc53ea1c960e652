package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.access.Tenant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** One leaving, from its beginning to its end. */
@Entity
@DynamicUpdate
@Table(name = "offboarding")
class Offboarding {

    @Id
    private UUID id;

    private String tenant;

    private String kind;

    private String subject;

    @Column(name = "begun_by")
    private String begunBy;

    @Column(name = "begun_at")
    private Instant begunAt;

    @Column(name = "ended_at")
    private Instant endedAt;

    @Column(name = "settles_at")
    private Instant settlesAt;

    @Column(name = "next_attempt_at")
    private Instant nextAttemptAt;

    private int connections;

    private int prompts;

    protected Offboarding() {}

    /** @param settling how long what was under way when it began may still bring connections */
    Offboarding(Leaver leaver, Person by, Instant now, Duration settling) {
        this.id = UUID.randomUUID();
        this.tenant = leaver.tenant().toString();
        this.kind = leaver.kind().word();
        this.subject = leaver.id();
        this.begunBy = by.user();
        this.begunAt = now;
        this.settlesAt = now.plus(settling);
        this.nextAttemptAt = now;
    }

    UUID id() {
        return id;
    }

    Leaver leaver() {
        return new Leaver(Tenant.parse(tenant), Leaver.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), subject);
    }

    /** The admin's user id. */
    String begunBy() {
        return begunBy;
    }

    Instant begunAt() {
        return begunAt;
    }

    Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    /** How many were disconnected. */
    int connections() {
        return connections;
    }

    /** How many were closed without an answer, besides those of the connections. */
    int prompts() {
        return prompts;
    }

    /** Nobody else goes on with it before that. */
    void claim(Instant until) {
        nextAttemptAt = until;
    }

    /** Whether an authorization that was under way when this began may still bring a connection. */
    boolean isSettled(Instant now) {
        return !now.isBefore(settlesAt);
    }

    /** Until then what comes is ended, too. */
    Instant settlesAt() {
        return settlesAt;
    }

    /** What began before is ended; a workspace has nothing that may stay. */
    Instant endsWhatBeganBefore(Instant now) {
        return leaver().kind() == Leaver.Kind.WORKSPACE || now.isBefore(settlesAt) ? now : settlesAt;
    }
}
