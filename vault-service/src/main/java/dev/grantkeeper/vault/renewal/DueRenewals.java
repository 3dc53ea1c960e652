package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.access.RefreshWorker;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.provider.Room;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * What the database says is due; what expires first comes first. A renewal that is leased or backs off is not due. Of a
 * provider client in {@code rooms} only as much is due as there is room for.
 */
interface DueRenewals {

    /**
     * Takes up to {@code limit} renewals of the clients without a limit that were not published since {@code before}, gives them
     * to {@code publish}, and notes those it returns as published. No other vault takes them meanwhile.
     *
     * @return how many were taken, and how many of them published
     */
    Uni<Offered> offer(List<Room> rooms, int limit, Instant before, Function<List<Due>, Uni<List<Due>>> publish);

    /**
     * The same for the clients with a limit, as much as there will be room for. What was published since {@code before} has its
     * place taken.
     */
    Uni<Offered> offerWithin(List<Room> rooms, int limit, Instant before, Function<List<Due>, Uni<List<Due>>> publish);

    /**
     * Ends the waiting of up to {@code limit} renewals that back off because of failures: the provider works again. What waits
     * for another reason goes on waiting.
     *
     * @return how many
     */
    Uni<Integer> recall(List<UUID> clients, int limit);

    record Offered(int taken, int published) {}

    /**
     * Whatever the worker may renew and Kafka had its chance with: due for three seconds, or for a fifth of the time to expiry
     * where that is less; and at once what a caller waits for.
     */
    Uni<List<Due>> overdue(RefreshWorker worker, List<Room> rooms, int limit);

    /** Connections that a renewal cannot help: due without a refresh token, or rejected and nothing awaited any more. */
    Uni<List<ConnectionId>> ending(int limit);
}
