package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.connection.ConnectionId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is not yet judged by a definition's newest version. */
interface StoredJudgements {

    /** A definition of which connections may be left: the first after this one, by id and round again. */
    Uni<Optional<UUID>> nextDefinition(UUID after);

    Uni<List<ConnectionId>> unjudged(UUID definition, int version, int limit);

    /** Until the current transaction ends, no newer version of it is stored. */
    Uni<Void> hold(UUID definition);

    /** None is left; without effect if there is a newer version by now. */
    Uni<Void> allJudged(UUID definition, int version);
}
