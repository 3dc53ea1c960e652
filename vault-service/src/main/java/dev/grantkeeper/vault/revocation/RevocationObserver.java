package dev.grantkeeper.vault.revocation;

import dev.grantkeeper.vault.connection.ConnectionId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.UUID;

/** Takes part in the transaction in which a revocation ends. */
public interface RevocationObserver {

    /**
     * @param begunAt when the connection was disconnected, or its late token came
     * @param ending a word of the metric {@code grantkeeper.revocations}: revoked, not_offered, refused and so on
     */
    Uni<Void> ended(UUID revocation, ConnectionId connection, Instant begunAt, String ending);
}
