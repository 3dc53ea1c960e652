package dev.grantkeeper.vault.definition;

import dev.grantkeeper.vault.error.Failure;
import java.util.Locale;

/** What a connection's value is. */
public enum ConnectionType {
    /** A string a person typed, such as an API key. */
    SECRET,
    /** An access token of OAuth 2.0 (RFC 6749). */
    OAUTH2;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ConnectionType ofWord(String word) {
        return switch (word == null ? "" : word) {
            case "secret" -> SECRET;
            case "oauth2" -> OAUTH2;
            default -> throw Failure.invalid("type", "must be secret or oauth2");
        };
    }
}
