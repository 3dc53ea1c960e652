package dev.grantkeeper.vault.lookup;

import dev.grantkeeper.vault.connection.ConnectionKey;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

interface HeldConnections {

    Uni<Optional<Held>> find(ConnectionKey key);
}
