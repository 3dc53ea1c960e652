package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.Definitions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;

/** Judges grants by the newest version of their definition. */
@ApplicationScoped
class NewestSettings {

    private final Definitions definitions;
    private final StoredJudgements judgements;
    private final InstantSource clock;

    NewestSettings(Definitions definitions, StoredJudgements judgements, InstantSource clock) {
        this.clock = clock;
        this.definitions = definitions;
        this.judgements = judgements;
    }

    /**
     * Whether a person has to give the grant anew; in the transaction that holds the lock on the connection. Where nobody gave one,
     * the connection goes by the newest version from then on.
     */
    Uni<Boolean> askAnew(Connection connection) {
        var entrusted = connection.entrusted();
        return definitions.newest(entrusted.definitionId()).flatMap(newest -> definitions
                .version(newest.id(), entrusted.definitionVersion())
                .map(granted -> judge(connection, granted, newest))
                .invoke(() -> entrusted.judged(newest)));
    }

    private boolean judge(Connection connection, Definition granted, Definition newest) {
        var anew = newest.asksAnew(granted, connection.scopes());
        var followed =
                switch (connection.renewedWith()) {
                    case REFRESH_TOKEN -> Optional.<Definition>empty();
                    case APP_CLIENT ->
                        newest.forAppClient(connection.entrusted().inputs());
                    case OWNER_CLIENT ->
                        newest.forOwnerClient(granted, connection.entrusted().inputs());
                };
        followed.filter(next -> connection.status() == ConnectionStatus.CONNECTED)
                .ifPresent(next -> connection.follow(next, anew, clock.instant()));
        return anew && followed.isEmpty();
    }

    /**
     * As {@link #askAnew}, of a grant that was given in this very transaction. A version stored while it lasts would be swept without
     * seeing the grant, so that none is stored before it ends.
     */
    Uni<Boolean> askNewcomerAnew(Connection connection) {
        return judgements.hold(connection.entrusted().definitionId()).chain(() -> askAnew(connection));
    }
}
