package dev.grantkeeper.vault.connection;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Who was let go. Their apps' tokens may be good for a while yet. */
public interface Departures {

    /** Whether the owner, or the app in their workspace, was let go since. */
    Uni<Boolean> since(ConnectionKey key, Instant moment);
}
