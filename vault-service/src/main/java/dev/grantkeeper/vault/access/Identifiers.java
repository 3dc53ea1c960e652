package dev.grantkeeper.vault.access;

import java.util.regex.Pattern;

/** Ids are printable ASCII without blanks, quotes or slashes, so that they mean the same in keys, headers and contexts. */
final class Identifiers {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._@|:+=~-]{1,128}");

    private Identifiers() {}

    static boolean allowed(String id) {
        return id != null && ALLOWED.matcher(id).matches();
    }

    static void require(String what, String id) {
        if (!allowed(id)) {
            throw new IllegalArgumentException(what + " must be 1 to 128 characters of A-Z a-z 0-9 . _ @ | : + = ~ -");
        }
    }
}
