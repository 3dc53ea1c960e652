package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.SealingContext;
import dev.grantkeeper.vault.connection.Connection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A sealed value that came too late to be applied, and may be its grant's only live one. */
@Entity
@Table(name = "quarantine")
class QuarantinedValue {

    @Id
    @Column(name = "lease_id")
    private UUID leaseId;

    @Column(name = "connection_id")
    private UUID connectionId;

    @Column(name = "grant_id")
    private UUID grantId;

    private long parent;

    @Column(name = "obtained_at")
    private Instant obtainedAt;

    private byte[] envelope;

    @Column(name = "kept_until")
    private Instant keptUntil;

    protected QuarantinedValue() {}

    QuarantinedValue(Attempt attempt, byte[] envelope, Instant keptUntil) {
        this.leaseId = attempt.leaseId();
        this.connectionId = attempt.connection().value();
        this.grantId = attempt.grantId();
        this.parent = attempt.parent();
        this.obtainedAt = attempt.leasedAt();
        this.envelope = envelope;
        this.keptUntil = keptUntil;
    }

    static SealingContext context(Connection connection, long parent) {
        return connection.key().context(SealedKind.QUARANTINE, connection.id(), parent);
    }

    long parent() {
        return parent;
    }

    Instant obtainedAt() {
        return obtainedAt;
    }

    byte[] envelope() {
        return envelope;
    }
}
