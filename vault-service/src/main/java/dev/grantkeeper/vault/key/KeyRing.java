package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.KeyRef;
import dev.grantkeeper.envelope.ScopeKey;
import dev.grantkeeper.vault.error.Failure;
import java.util.List;
import java.util.Optional;

/**
 * All keys of one scope.
 *
 * @param keys newest first; none for a scope that never had a key, or was shredded
 * @param shredded whether the scope is a tombstone, for which no key is ever made again
 */
record KeyRing(List<ScopeKey> keys, boolean shredded) {

    static final KeyRing TOMBSTONE = new KeyRing(List.of(), true);

    KeyRing {
        keys = List.copyOf(keys);
    }

    /** @throws Failure CONFLICT if the scope was shredded */
    KeyRing requireLiving() {
        if (shredded) {
            throw Failure.conflict("The keys of this workspace or app were destroyed; it can keep nothing any more.");
        }
        return this;
    }

    Optional<ScopeKey> newest() {
        return keys.stream().findFirst();
    }

    Optional<ScopeKey> find(KeyRef ref) {
        return keys.stream().filter(key -> key.ref().equals(ref)).findFirst();
    }

    /** Whether this ring was read after the change, or makes it irrelevant. */
    boolean reflects(StoredScopeKeys.Change change) {
        return shredded || !change.shredded() && keys.stream().anyMatch(key -> key.version() == change.version());
    }
}
