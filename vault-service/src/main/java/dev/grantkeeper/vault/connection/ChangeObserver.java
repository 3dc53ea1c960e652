package dev.grantkeeper.vault.connection;

import io.smallrye.mutiny.Uni;

/** Takes part in the transaction of every change: whoever opens or resolves prompts must not miss one. */
public interface ChangeObserver {

    Uni<Void> changed(Connection connection, Change change);
}
