package dev.grantkeeper.vault.authorization;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** The flows under way. Each method commits by itself. */
interface Flows {

    /**
     * Stores a flow. Of a person who began very many, the oldest are dropped. Fails with CONFLICT in a deleted workspace.
     *
     * @param stateHash SHA-256 of the state (RFC 6749 section 10.12)
     */
    Uni<Void> begin(Flow flow, byte[] stateHash);

    /** The flow of this state, once: whatever comes of it, nobody gets it again. Empty if it is unknown, used or too old. */
    Uni<Optional<Flow>> use(byte[] stateHash, Instant now);

    /** Deletes what nobody can use any more. */
    Uni<Void> deleteEnded(Instant now);
}
