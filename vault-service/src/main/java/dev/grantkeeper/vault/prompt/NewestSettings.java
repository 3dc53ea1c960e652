package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.definition.Definitions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Judges grants by the newest version of their definition. */
@ApplicationScoped
class NewestSettings {

    private final Definitions definitions;
    private final StoredJudgements judgements;

    NewestSettings(Definitions definitions, StoredJudgements judgements) {
        this.definitions = definitions;
        this.judgements = judgements;
    }

    /** Whether the grant has to be given anew; in the transaction that holds the lock on the connection. */
    Uni<Boolean> askAnew(Connection connection) {
        return definitions.newest(connection.definitionId()).flatMap(newest -> definitions
                .version(newest.id(), connection.definitionVersion())
                .map(granted -> newest.asksAnew(granted, connection.scopes()))
                .invoke(() -> connection.judged(newest)));
    }

    /**
     * As {@link #askAnew}, of a grant that was given in this very transaction. A version stored while it lasts would be swept without
     * seeing the grant, so that none is stored before it ends.
     */
    Uni<Boolean> askNewcomerAnew(Connection connection) {
        return judgements.hold(connection.definitionId()).chain(() -> askAnew(connection));
    }
}
