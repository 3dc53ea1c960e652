package dev.grantkeeper.vault.activity;

import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.connection.ConnectionId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** What happened to connections, as people are told. */
interface Activities {

    /**
     * Of the person's own connections and the workspace's, newest first.
     *
     * @param connection of this one alone
     * @param before older than this
     */
    Uni<List<Activity>> seenBy(Person person, Optional<ConnectionId> connection, Optional<Long> before, int limit);
}
