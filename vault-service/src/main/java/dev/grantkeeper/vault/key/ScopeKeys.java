package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.KeyRef;
import dev.grantkeeper.envelope.ScopeKey;
import io.smallrye.mutiny.Uni;

/**
 * The level-1 keys, unwrapped by the root key and kept in memory for a while.
 *
 * <p>Fails with NOT_FOUND for a key that is not the scope's, CONFLICT for a scope that was shredded, UNAVAILABLE when
 * the database or the key provider cannot be reached. Ask before a transaction begins: the answer may take a database
 * connection of its own, and does not depend on whether the transaction commits.
 */
public interface ScopeKeys {

    /** The newest key of the scope, made on first use. */
    Uni<ScopeKey> current(Scope scope);

    /** The key an envelope of this scope names. */
    Uni<ScopeKey> find(Scope scope, KeyRef ref);

    /** Destroys all keys of the scope, for good: nothing sealed under them opens again, and no key is ever made for it. */
    Uni<Void> shred(Scope scope);
}
