package dev.grantkeeper.oauth2;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Where a provider is spoken to.
 *
 * @param authorization where people are sent; the client-credentials grant does without
 * @param token where codes are exchanged; its own query string is kept
 * @param refresh where tokens are refreshed, if not at {@code token}
 * @param revocation RFC 7009
 * @param introspection RFC 7662
 * @param issuer if stated, every authorization response must name it (RFC 9207)
 */
record Endpoints(
        Optional<URI> authorization,
        URI token,
        Optional<URI> refresh,
        Optional<URI> revocation,
        Optional<URI> introspection,
        Optional<URI> issuer) {

    static final Set<String> FIELDS =
            Set.of("authorization_url", "token_url", "refresh_url", "revocation_url", "introspection_url", "issuer");

    Endpoints {
        SettingsRules.checkUrl("token_url", token);
        authorization.ifPresent(url -> SettingsRules.checkUrl("authorization_url", url));
        refresh.ifPresent(url -> SettingsRules.checkUrl("refresh_url", url));
        revocation.ifPresent(url -> SettingsRules.checkUrl("revocation_url", url));
        introspection.ifPresent(url -> SettingsRules.checkUrl("introspection_url", url));
        issuer.ifPresent(SettingsRules::checkIssuer);
    }

    void write(SettingsWriter json) {
        json.putUrl("authorization_url", authorization);
        json.put("token_url", token.toString());
        json.putUrl("refresh_url", refresh);
        json.putUrl("revocation_url", revocation);
        json.putUrl("introspection_url", introspection);
        json.putUrl("issuer", issuer);
    }

    /** Each URL that is stated, by its field. */
    void forEach(BiConsumer<String, URI> url) {
        Map<String, Optional<URI>> all = new TreeMap<>(Map.of(
                "authorization_url", authorization,
                "token_url", Optional.of(token),
                "refresh_url", refresh,
                "revocation_url", revocation,
                "introspection_url", introspection,
                "issuer", issuer));
        all.forEach((field, stated) -> stated.ifPresent(present -> url.accept(field, present)));
    }

    /** The URLs at which the client proves itself. */
    void requireTls() {
        forEach((field, url) -> {
            if (!field.equals("authorization_url") && !field.equals("issuer")) {
                SettingsRules.requireTls(field, url);
            }
        });
    }
}
