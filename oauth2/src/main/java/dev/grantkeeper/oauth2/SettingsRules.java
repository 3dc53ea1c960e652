package dev.grantkeeper.oauth2;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What makes provider settings usable; every refusal is an {@link InvalidSettings}. */
final class SettingsRules {
    static final Duration LONGEST = Duration.ofDays(3650);

    private static final int LONGEST_TEXT = 2048;
    private static final int MOST_ENTRIES = 100;
    private static final Set<String> SEPARATORS = Set.of(" ", ",", "+", ";", "|");

    /** What the protocol says itself; a static copy would override it or send it twice (RFC 6749 section 3.1). */
    private static final Set<String> RESERVED = Set.of(
            "response_type",
            "response_mode",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "redirect_uri",
            "scope",
            "state",
            "code",
            "code_challenge",
            "code_challenge_method",
            "code_verifier",
            "grant_type",
            "refresh_token",
            "assertion",
            "token",
            "token_type_hint",
            "request",
            "request_uri");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{1,1024}");
    private static final Set<String> OWN_HEADERS = Set.of(
            "authorization",
            "proxy-authorization",
            "host",
            "content-type",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "upgrade",
            "expect",
            "te",
            "trailer",
            "cookie",
            // Would change what comes back, which nobody here could read.
            "accept-encoding",
            "range",
            "prefer",
            "keep-alive",
            "proxy-connection",
            "http2-settings");

    private SettingsRules() {}

    static void checkUrl(String field, URI url) {
        UrlSyntax.check(field, url);
        for (String name : FormEncoding.names(url.getRawQuery())) {
            refuseReserved(field, name, "remove it from the URL's query");
        }
    }

    static void checkIssuer(URI issuer) {
        checkUrl("issuer", issuer);
        if (issuer.getRawQuery() != null) {
            throw new InvalidSettings(
                    "issuer", "issuer must not have a query (RFC 8414); remove the ? and what follows");
        }
    }

    static void require(UrlPolicy policy, String field, URI url) {
        if (!policy.allows(url)) {
            throw new InvalidSettings(
                    field, field + " must be an https URL; plain http is only for loopback hosts in development");
        }
    }

    static void requireTls(String field, URI url) {
        if (!UrlPolicy.HTTPS_ONLY.allows(url)) {
            throw new InvalidSettings(
                    field, field + " must be an https URL with client_authentication mtls, in development as well");
        }
    }

    static void checkScopes(List<String> scopes, List<String> optional, String separator) {
        if (!SEPARATORS.contains(separator)) {
            throw new InvalidSettings(
                    "scope_separator", "scope_separator must be one of: space, comma, plus, semicolon, vertical bar");
        }
        checkScopes("scopes", scopes, separator);
        checkScopes("optional_scopes", optional, separator);
        if (optional.stream().anyMatch(scopes::contains)) {
            throw new InvalidSettings(
                    "optional_scopes", "optional_scopes names one of scopes, which is asked for anyway; remove it");
        }
    }

    private static void checkScopes(String field, List<String> scopes, String separator) {
        if (scopes.size() > MOST_ENTRIES) {
            throw new InvalidSettings(field, field + " must list at most " + MOST_ENTRIES + " scopes");
        }
        for (String scope : scopes) {
            if (scope.isBlank()
                    || scope.length() > LONGEST_TEXT
                    || scope.chars().anyMatch(c -> c <= ' ' || c == 127)) {
                throw new InvalidSettings(field, field + " must be names without spaces; write each as its own entry");
            }
            if (scope.contains(separator)) {
                throw new InvalidSettings(
                        field, field + " must not contain the scope_separator; write each scope as its own entry");
            }
        }
        if (new HashSet<>(scopes).size() < scopes.size()) {
            throw new InvalidSettings(field, field + " names a scope twice; remove the repetition");
        }
    }

    static void checkParameters(String field, Map<String, String> parameters, Optional<URI> url) {
        checkCount(field, parameters.size());
        Set<String> inUrl =
                url.map(address -> FormEncoding.names(address.getRawQuery())).orElse(Set.of());
        parameters.forEach((name, value) -> {
            if (name.isBlank() || name.length() > LONGEST_TEXT || value.length() > LONGEST_TEXT) {
                throw new InvalidSettings(
                        field, field + " must have names, and no text over " + LONGEST_TEXT + " characters");
            }
            refuseReserved(field, name, "remove it");
            if (inUrl.contains(name)) {
                throw new InvalidSettings(field, field + " repeats a parameter of the URL's own query; keep only one");
            }
        });
    }

    static void checkDuration(String field, Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST) > 0) {
            throw new InvalidSettings(field, field + " must be between 1 and " + LONGEST.toSeconds() + " seconds");
        }
    }

    static void checkCount(String field, int entries) {
        if (entries > MOST_ENTRIES) {
            throw new InvalidSettings(field, field + " must have at most " + MOST_ENTRIES + " entries");
        }
    }

    static void checkLength(String field, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new InvalidSettings(field, field + " must be at most " + LONGEST_TEXT + " characters; shorten it");
        }
    }

    static void checkName(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidSettings(
                    field, field + " must be plain names of letters, digits and -._~, as the provider documents them");
        }
    }

    /** RFC 9110 section 5.6.2 for the name; nothing that Grantkeeper or the connection itself has to say. */
    static void checkHeaders(String field, Map<String, String> headers) {
        checkCount(field, headers.size());
        headers.forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches()
                    || !HEADER_VALUE.matcher(value).matches()) {
                throw new InvalidSettings(field, field + " must be header names and plain values of printable ASCII");
            }
            if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new InvalidSettings(
                        field, field + " must not set " + name + ", which Grantkeeper sends itself; remove it");
            }
        });
    }

    /** RFC 8707 section 2. */
    static void checkResource(URI resource) {
        checkLength("resource", resource.toString());
        if (!resource.isAbsolute() || resource.getRawFragment() != null) {
            throw new InvalidSettings("resource", "resource must be an absolute URI without a fragment (RFC 8707)");
        }
    }

    /** A static parameter under the name that a protocol's own has got would be sent twice, or in its place. */
    static void checkUnambiguous(Dialect dialect, List<Map<String, String>> parameters) {
        for (String name : dialect.parameterNames().values()) {
            if (parameters.stream().anyMatch(given -> given.containsKey(name))) {
                throw new InvalidSettings(
                        "parameter_names", "parameter_names and a static parameter both say " + name + "; keep one");
            }
        }
    }

    static void refuseReserved(String field, String name, String change) {
        String plain = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(plain)) {
            throw new InvalidSettings(
                    field, field + " must not set " + plain + ", which Grantkeeper sends itself; " + change);
        }
    }
}
