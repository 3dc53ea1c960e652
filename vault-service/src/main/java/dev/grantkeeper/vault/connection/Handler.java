package dev.grantkeeper.vault.connection;

import io.smallrye.mutiny.Uni;

/** Who may object to what a person is about to do. */
public interface Handler {

    /**
     * Completes if it may be done. Takes seconds: nothing may be locked, and no transaction open.
     *
     * <p>Fails with REFUSED_BY_APP, saying why, and with HOOK_FAILED where no answer can be had.
     */
    Uni<Void> ask(Proposal proposal);
}
