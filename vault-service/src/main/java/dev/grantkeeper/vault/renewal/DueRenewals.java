package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.access.RefreshWorker;
import dev.grantkeeper.vault.connection.ConnectionId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** What the database says is due, in the order of its due times. A renewal that is leased or backs off is not due. */
interface DueRenewals {

    /**
     * Takes up to {@code limit} renewals that were not published since {@code before}, gives them to {@code publish}, and notes
     * those it returns as published. No other vault takes them meanwhile.
     *
     * @return how many were taken, and how many of them published
     */
    Uni<Offered> offer(int limit, Instant before, Function<List<Due>, Uni<List<Due>>> publish);

    record Offered(int taken, int published) {}

    /**
     * Whatever the worker may renew and Kafka had its chance with: due for three seconds, or for a fifth of the time to expiry
     * where that is less; and at once what a caller waits for.
     */
    Uni<List<Due>> overdue(RefreshWorker worker, int limit);

    /** Connections that a renewal cannot help: due without a refresh token, or rejected and nothing awaited any more. */
    Uni<List<ConnectionId>> ending(int limit);
}
