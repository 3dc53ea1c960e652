package dev.grantkeeper.vault.definition;

import dev.grantkeeper.vault.access.OwnerKind;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The definitions of all apps, every version of them. */
public interface Definitions {

    /** The newest version. */
    Uni<Optional<Definition>> find(String issuer, String app, OwnerKind owner);

    /** One version; definitions are never removed while connections of theirs exist. */
    Uni<Definition> version(UUID id, int version);

    /** The newest version. */
    Uni<Definition> newest(UUID id);

    /** The newest versions of one app's definitions. */
    Uni<List<Definition>> ofApp(String issuer, String app);

    /**
     * Stores a version in the current transaction: the first one with a new id, or the next of {@code id}.
     *
     * <p>Fails with CONFLICT when somebody else stored that version meanwhile.
     */
    Uni<Void> store(Definition definition);

    /** Stores what people read, in the current transaction; the version stays. */
    Uni<Void> rename(Definition definition);
}
