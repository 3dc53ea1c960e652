package dev.grantkeeper.worker.renew;

import io.smallrye.mutiny.Uni;

/** The way round a vault that cannot be reached. */
public interface SealedOutcomes {
    /** Completes once the report is durable, readable by the vault alone. */
    Uni<Void> send(Report report);
}
