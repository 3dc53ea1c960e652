package dev.grantkeeper.oauth2;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a provider wants to be asked for tokens, beyond RFC 6749 section 4.1.3.
 *
 * @param exchangeParameters sent when a code is exchanged, besides those of every request for a token
 * @param refreshParameters sent when a token is refreshed, besides those
 * @param headers of every request for a token
 * @param refreshHeaders of refresh requests, besides those
 */
record TokenStyle(
        Body body,
        Map<String, String> exchangeParameters,
        Map<String, String> refreshParameters,
        Map<String, String> headers,
        Map<String, String> refreshHeaders) {

    /** Where the request's fields stand. */
    enum Body {
        /** {@code application/x-www-form-urlencoded}, as RFC 6749 says. */
        FORM,
        /** An object of strings. */
        JSON,
        /** The query of the URL; the body is empty. */
        QUERY
    }

    static final TokenStyle STANDARD = new TokenStyle(Body.FORM, Map.of(), Map.of(), Map.of(), Map.of());

    static final Set<String> FIELDS =
            Set.of("token_body", "exchange_parameters", "refresh_parameters", "token_headers", "refresh_headers");

    private static final Map<String, Body> BODIES =
            new TreeMap<>(Map.of("form", Body.FORM, "json", Body.JSON, "query", Body.QUERY));

    TokenStyle {
        exchangeParameters = copy(exchangeParameters);
        refreshParameters = copy(refreshParameters);
        headers = copy(headers);
        refreshHeaders = copy(refreshHeaders);
        SettingsRules.checkHeaders("token_headers", headers);
        SettingsRules.checkHeaders("refresh_headers", refreshHeaders);
    }

    static TokenStyle read(JsonFields fields) {
        return new TokenStyle(
                fields.choice("token_body", BODIES).orElse(Body.FORM),
                fields.map("exchange_parameters").orElse(Map.of()),
                fields.map("refresh_parameters").orElse(Map.of()),
                fields.map("token_headers").orElse(Map.of()),
                fields.map("refresh_headers").orElse(Map.of()));
    }

    void write(SettingsWriter json) {
        if (body != Body.FORM) {
            json.put("token_body", BODIES, body);
        }
        json.put("exchange_parameters", exchangeParameters);
        json.put("refresh_parameters", refreshParameters);
        json.put("token_headers", headers);
        json.put("refresh_headers", refreshHeaders);
    }

    private static Map<String, String> copy(Map<String, String> entries) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
}
