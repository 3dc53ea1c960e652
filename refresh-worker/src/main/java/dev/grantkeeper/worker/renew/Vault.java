package dev.grantkeeper.worker.renew;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** The vault as a worker knows it. Every call ends by its deadline; a failure means that the vault may or may not have acted. */
public interface Vault {
    /** Says that this process has begun, and so that the one before it in its place is gone. A vault too old to hear it is no failure. */
    Uni<Void> begin();

    Uni<LeaseAnswer> lease(Due due);

    /** Idempotent: repeating it gives the first result, in the contract's words and lower case. */
    Uni<String> complete(Report report);

    /** What is overdue and perhaps was never heard of; hints, not leases. */
    Uni<List<Due>> claimDue(int limit);
}
