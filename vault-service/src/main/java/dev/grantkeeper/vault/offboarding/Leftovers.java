package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.access.Tenant;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * What disconnected connections still say of people. It stays while somebody needs it: a provider that has yet to revoke a token,
 * or a worker whose renewal is under way.
 */
interface Leftovers {

    /**
     * Erases what people and providers said of the accounts that an offboarding ended.
     *
     * @return of how many connections, at most {@code limit}
     */
    Uni<Integer> blank(UUID offboarding, int limit);

    /** How many connections of the offboarding are still to be blanked. */
    Uni<Long> unblanked(UUID offboarding);

    /**
     * Deletes connections of a workspace, with all that there is of their renewals.
     *
     * @return how many, at most {@code limit}
     */
    Uni<Integer> delete(Tenant tenant, int limit);

    /** How many connections of the workspace are still there, in whatever state. */
    Uni<Long> undeleted(Tenant tenant);
}
