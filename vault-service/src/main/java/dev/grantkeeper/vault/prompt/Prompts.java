package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who must authenticate, why, and since when. */
public interface Prompts {

    /**
     * Opens a prompt and tells the front ends, in the current transaction, which holds the lock on the connection; an open one
     * stays as it is.
     */
    Uni<Prompt> open(ConnectionKey key, AuthRequiredReason reason);

    /**
     * App code needs a person: as {@link #open(ConnectionKey, AuthRequiredReason)}, in a transaction of its own, for a caller that
     * holds no lock. One that was dismissed a while ago shows anew.
     *
     * @param scopes that a lookup required; an open prompt wants them from now on, too
     * @param generation of the connection the caller judged by; 0 for one that never was
     * @throws Failure RENEWING when the connection has changed since: look again; CONFLICT in a deleted workspace
     */
    Uni<Prompt> open(ConnectionKey key, long generation, AuthRequiredReason reason, List<String> scopes);

    Uni<Optional<Prompt>> find(UUID id);

    /** Where the person starts to connect; of no use to anybody else. */
    URI connectUrl(Prompt prompt);
}
