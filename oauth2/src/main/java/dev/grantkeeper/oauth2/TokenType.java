package dev.grantkeeper.oauth2;

import java.util.Locale;

/** The {@code token_type_hint} of RFC 7009 section 2.1. */
public enum TokenType {
    ACCESS_TOKEN,
    REFRESH_TOKEN;

    String hint() {
        return name().toLowerCase(Locale.ROOT);
    }
}
