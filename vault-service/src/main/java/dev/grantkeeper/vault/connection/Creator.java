package dev.grantkeeper.vault.connection;

import java.util.Locale;

/** Who connected something: a user, or an app whose own client is all that it takes. */
public record Creator(Kind kind, String id) {

    public enum Kind {
        USER,
        APP;

        /** The word used in the API and in the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Creator user(String id) {
        return new Creator(Kind.USER, id);
    }

    static Creator app(String app) {
        return new Creator(Kind.APP, app);
    }

    /** @param kind its word */
    public static Creator of(String kind, String id) {
        return new Creator(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), id);
    }
}
