package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The leases given out. What is loaded in a transaction is stored when it commits. */
interface Attempts {

    Uni<Optional<Attempt>> find(UUID leaseId);

    Uni<Void> add(Attempt attempt);

    /** The latest, newest first. */
    Uni<List<Attempt>> newest(ConnectionId connection, int limit);

    /**
     * Those of the connection's present grant whose answer has not come, as far as they still matter: for the value that it
     * holds now, or with a lease that lasts. Earliest first.
     */
    Uni<List<Attempt>> unanswered(Connection connection);

    /**
     * Ends the running leases that the worker's former processes at this instance hold, and lets their connections be tried at
     * once.
     *
     * @return how many
     */
    Uni<Integer> endFormer(String worker, WorkerProcess process);

    /** How many were made since then because a value was reported rejected. */
    Uni<Long> forcedSince(ConnectionId connection, Instant since);

    /** @return how many were forgotten */
    Uni<Integer> forgetOlderThan(Duration age);
}
