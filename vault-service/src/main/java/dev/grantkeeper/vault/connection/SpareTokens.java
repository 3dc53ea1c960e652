package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.Secret;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Refresh tokens of a connection's grant that came too late for the connection to hold them, and may be alive. */
public interface SpareTokens {

    /** Takes out all of the present grant, for good. Call it with the connection's row locked, in the transaction. */
    Uni<List<Secret>> takeAll(Connection connection);
}
