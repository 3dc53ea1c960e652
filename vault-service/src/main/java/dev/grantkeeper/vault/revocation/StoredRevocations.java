package dev.grantkeeper.vault.revocation;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Every pending revocation. What is claimed is nobody else's for that time, and comes back after it. */
interface StoredRevocations {

    /** Adds it to the current transaction. */
    Uni<Void> add(PendingRevocation revocation);

    /** Empty if it is not there, or not due. */
    Uni<Optional<PendingRevocation>> claim(UUID id, Duration time);

    /** Those that are due, the longest due first. */
    Uni<List<PendingRevocation>> claimDue(int limit, Duration time);

    Uni<Void> putOff(UUID id, Instant until);

    /** Erases it, the sealed token included. */
    Uni<Void> remove(UUID id);

    Uni<Long> count();
}
