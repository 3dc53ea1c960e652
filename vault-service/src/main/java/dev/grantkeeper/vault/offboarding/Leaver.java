package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Tenant;
import java.util.Locale;
import java.util.Optional;

/**
 * Who, or what, leaves.
 *
 * @param id the user's, the app's or the workspace's
 */
record Leaver(Tenant tenant, Kind kind, String id) {

    enum Kind {
        /** Their own connections end; what they connected for the workspace stays the workspace's. */
        USER,
        /** Uninstalled from this workspace: its connections of all owners end. */
        APP,
        /** All there is of it ends, and its keys are destroyed. */
        WORKSPACE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Optional<String> app() {
        return Optional.of(id).filter(any -> kind == Kind.APP);
    }

    Optional<String> user() {
        return Optional.of(id).filter(any -> kind == Kind.USER);
    }

    Optional<Owner> owner() {
        return user().map(Owner::user);
    }
}
