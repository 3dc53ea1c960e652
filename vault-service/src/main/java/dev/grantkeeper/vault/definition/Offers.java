package dev.grantkeeper.vault.definition;

import dev.grantkeeper.vault.access.OwnerKind;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** What all apps of an issuer offer. */
interface Offers {

    /** Where a page ended. */
    record Place(String app, OwnerKind owner) {}

    /** @param next empty on the last page */
    record Page(List<Definition> definitions, Optional<Place> next) {}

    /**
     * The newest versions, by app and owner. What cannot be read is left out: the app whose it is must not keep people from all
     * others.
     */
    Uni<Page> offered(String issuer, Optional<Place> after, int limit);
}
