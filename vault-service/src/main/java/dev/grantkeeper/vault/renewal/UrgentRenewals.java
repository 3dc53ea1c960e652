package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.ConnectionId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Renewals that a caller waits for. */
public interface UrgentRenewals {

    /** How waiting ended. */
    enum Ended {
        /** There is a newer generation: read it. */
        RENEWED,
        /** No renewal can help any more: read what is to be done. */
        CHANGED,
        /** Still under way, held back by the provider's limits, or not to be watched while the database is away. */
        PENDING,
        /** The provider does not accept the app's client; its developer has been told. */
        MISCONFIGURED
    }

    /**
     * Marks the generation urgent, once however many ask, and waits without holding a database connection.
     *
     * @param atMost how long; never more than two seconds
     */
    Uni<Ended> renew(ConnectionId id, long generation, Duration atMost);
}
