package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.KeyRef;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The scope keys that last: wrapped. Nothing here takes part in the caller's transaction. */
interface StoredScopeKeys {

    /**
     * One version of a scope's key.
     *
     * @param rootKeyId what wrapped it
     * @param wrapped empty for a shredded one
     */
    record Version(KeyRef ref, String rootKeyId, Optional<byte[]> wrapped) {}

    /** A version was made, or shredded. */
    record Change(Scope scope, int version, boolean shredded) {}

    /** All versions, newest first; none for a scope that never had a key. */
    Uni<List<Version>> versions(Scope scope);

    /** Stores the version, unless the scope has one of this number, alive or shredded. */
    Uni<Void> add(Scope scope, Version version);

    /** Erases all versions and leaves a tombstone, even of a scope that never had a key. */
    Uni<Void> shred(Scope scope);

    /** What changed within this time before now, by the database's clock. */
    Uni<List<Change>> changes(Duration within);
}
