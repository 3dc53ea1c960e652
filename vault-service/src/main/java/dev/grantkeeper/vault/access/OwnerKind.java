package dev.grantkeeper.vault.access;

import dev.grantkeeper.vault.error.Failure;
import java.util.Locale;

/** Whose a connection is: one user's, or the whole workspace's. */
public enum OwnerKind {
    USER,
    WORKSPACE;

    /** The word used in the API, in events and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Failure INVALID when it is neither word */
    public static OwnerKind ofWord(String word) {
        return switch (word) {
            case "user" -> USER;
            case "workspace" -> WORKSPACE;
            default -> throw Failure.invalid("owner", "must be user or workspace");
        };
    }
}
