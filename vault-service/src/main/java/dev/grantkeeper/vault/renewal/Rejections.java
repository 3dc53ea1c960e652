package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.access.Execution;
import dev.grantkeeper.vault.connection.ConnectionId;
import io.smallrye.mutiny.Uni;

/** What happens when an external service answers 401 to a value the vault served. */
public interface Rejections {

    enum Action {
        NEWER_VALUE,
        RENEWING,
        PROMPTED,
        LIMITED
    }

    /** @param generation the newest there is */
    record Answer(long generation, Action action) {}

    /**
     * However many callers complain, one renewal for each generation.
     *
     * <p>Fails with NOT_FOUND unless the connection is one the execution may look up.
     */
    Uni<Answer> report(Execution execution, ConnectionId id, long generation);
}
