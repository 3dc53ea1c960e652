package dev.grantkeeper.vault.connection;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Who wants to be asked before an app's connections are made or ended by people. */
public interface Handlers {

    Uni<Optional<Handler>> find(ConnectionKey key, Proposal.Kind kind);
}
