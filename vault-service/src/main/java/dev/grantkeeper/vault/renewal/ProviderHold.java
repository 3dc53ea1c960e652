package dev.grantkeeper.vault.renewal;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** What a provider's answers say about calling it as one client. */
@Entity
@Table(name = "provider_client")
class ProviderHold {

    @Embeddable
    record Client(
            String issuer,
            String app,
            @Column(name = "client_id") String clientId) {}

    @EmbeddedId
    private Client client;

    @Column(name = "throttled_until")
    private Instant throttledUntil;

    @Column(name = "refused_before")
    private Instant refusedBefore;

    protected ProviderHold() {}

    boolean isThrottled(Instant now) {
        return throttledUntil != null && now.isBefore(throttledUntil);
    }

    /** Whether the client was refused as a definition stored at {@code definedAt} states it. */
    boolean refuses(Instant definedAt) {
        return refusedBefore != null && !definedAt.isAfter(refusedBefore);
    }
}
