package dev.grantkeeper.vault.hook;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All hooks, each with the secrets that sign. At most one for each event of an app. */
interface Hooks {

    Uni<Optional<Hook>> find(String issuer, String app, HookEvent event);

    /** Locks the row until the transaction ends. */
    Uni<Optional<Hook>> lock(String issuer, String app, HookEvent event);

    Uni<List<Hook>> ofApp(String issuer, String app);

    /** Stores it with its one secret, unless there is one for that event. */
    Uni<Boolean> add(Hook hook);

    /** Stores URL and time-out of one that is locked. */
    Uni<Void> update(Hook hook);

    /** Adds the newest secret of one that is locked. The one before signs until then. */
    Uni<Void> rotate(Hook hook, Hook.SealedSecret newest, Instant formerEndsAt);

    /** With its secrets. */
    Uni<Boolean> delete(String issuer, String app, HookEvent event);

    /** Erases the secrets that have ended. */
    Uni<Void> eraseEnded();
}
