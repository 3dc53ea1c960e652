package dev.grantkeeper.system.leak;

import static java.util.Objects.requireNonNull;

/**
 * A secret that was found where none may be. Says which and where, never the secret itself.
 *
 * @param secret the name the secret was searched under
 * @param where the table, topic or file
 * @param form how it was read there: {@code raw}, or the decodings in the order in which they were undone
 */
public record Finding(String secret, Place place, String where, String form) {

    public Finding {
        requireNonNull(secret, "secret");
        requireNonNull(place, "place");
        requireNonNull(where, "where");
        requireNonNull(form, "form");
    }

    @Override
    public String toString() {
        return secret + " in " + where + " (" + form + ")";
    }
}
