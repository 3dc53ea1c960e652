package dev.grantkeeper.vault.audit;

import io.smallrye.mutiny.Uni;

/** The append-only record of every reveal and every change. Where it cannot be written, nothing is revealed or changed. */
public interface Audit {

    /** Adds the entry to the current transaction. */
    Uni<Void> append(AuditEntry entry);

    /** Commits the entry by itself, together with those of other callers; completes when it is durable. */
    Uni<Void> commit(AuditEntry entry);
}
