package dev.grantkeeper.vault.connection;

import dev.grantkeeper.vault.access.Tenant;
import io.smallrye.mutiny.Uni;

/** Which workspaces can be connected in. What is said here holds for every vault, whatever it has in memory. */
public interface Workspaces {

    /**
     * Keeps the workspace from being closed until the current transaction ends. Call it first in the transaction: whoever waits for
     * it must not hold a row that others wait for.
     *
     * <p>Fails with CONFLICT if it is closed.
     */
    Uni<Void> enter(Tenant tenant);

    /**
     * Closes it for good. Waits for those who have entered, so that afterwards nothing comes that cannot be seen yet.
     *
     * @return whether it was open
     */
    Uni<Boolean> close(Tenant tenant);
}
