package dev.grantkeeper.vault.connection;

import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.access.Tenant;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** All connections. What is loaded with a lock is stored when the transaction commits. */
public interface Connections {

    Uni<Optional<Connection>> find(ConnectionKey key);

    Uni<Optional<Connection>> find(ConnectionId id);

    /** Fails with NOT_FOUND for a connection that the person may not see. */
    default Uni<Connection> visible(Person person, ConnectionId id) {
        return find(id).map(found -> Disconnecting.visible(person, found));
    }

    /** Locks the row until the transaction ends. */
    Uni<Optional<Connection>> lock(ConnectionId id);

    /** Locks the row, or the place where it would be; a new connection is not stored before {@link #add}. */
    default Uni<Connection> lockOrNew(ConnectionKey key) {
        return lockOrNew(key, ConnectionId.random());
    }

    /**
     * As the other one.
     *
     * @param fresh the id that a new connection gets
     */
    Uni<Connection> lockOrNew(ConnectionKey key, ConnectionId fresh);

    /** Stores a connection that {@link #lockOrNew} made. */
    Uni<Void> add(Connection connection);

    /** Whether anybody of the workspace is connected for the app, or was until a grant died. */
    Uni<Boolean> anyOf(Tenant tenant, String app);

    /** What a person sees: their own and their workspace's, by id, after the given one. */
    Uni<List<Connection>> visibleTo(Person person, Optional<ConnectionId> after, int limit);
}
