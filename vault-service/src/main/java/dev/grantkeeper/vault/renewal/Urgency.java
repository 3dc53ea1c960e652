package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** The marks of callers who wait, and what they wait for. Holds a database connection only for one statement at a time. */
interface Urgency {

    /**
     * Marks the generation urgent.
     *
     * @return what workers have to hear; empty when the generation was marked before, or is no longer to be renewed
     */
    Uni<Optional<Due>> mark(ConnectionId id, long generation);

    Uni<Standing> look(ConnectionId id);

    /** @param refused whether the provider refuses the app's client */
    record Standing(long generation, ConnectionStatus status, boolean renewable, boolean refused) {}
}
