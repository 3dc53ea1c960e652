package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.vault.connection.ConnectionId;
import java.util.UUID;

/**
 * What a worker says became of its lease.
 *
 * @param leaseSecret proves that the lease was the worker's
 */
record Report(UUID leaseId, Secret leaseSecret, ConnectionId connection, Outcome outcome) {

    @Override
    public String toString() {
        return "Report[" + leaseId + ", " + outcome.getClass().getSimpleName() + "]";
    }
}
