package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.ConnectionKey;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Prompts as the database has them. Whoever changes those of a key holds the lock on its connection. */
interface StoredPrompts {

    Uni<Optional<Prompt>> open(ConnectionKey key);

    Uni<Void> add(Prompt prompt);

    /** Stores what it wants. */
    Uni<Void> widen(Prompt wider);

    /** Stores when and by whom it was resolved. */
    Uni<Void> resolve(Prompt resolved);

    Uni<Optional<Prompt>> find(UUID id);

    /** What this key's app offers at present, for people. */
    Uni<Optional<Offered>> offered(ConnectionKey key);

    /** Resolved ones, the longest resolved first. */
    Uni<List<Prompt>> resolvedBefore(Instant time, int limit);

    /** Open ones of a tenant, of one app or of all, of one owner or of all, that were opened before then. */
    Uni<List<Prompt>> openOf(Tenant tenant, Optional<String> app, Optional<Owner> owner, Instant before, int limit);

    /** Open and resolved ones. */
    Uni<List<Prompt>> ofTenant(Tenant tenant, int limit);

    Uni<Void> delete(UUID id);

    /** Whether there is any prompt of this key, open or resolved. */
    Uni<Boolean> any(ConnectionKey key);
}
