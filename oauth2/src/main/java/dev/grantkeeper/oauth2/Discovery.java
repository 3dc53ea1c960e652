package dev.grantkeeper.oauth2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Provider settings from an issuer's metadata. Only what names the very issuer that was asked is believed (RFC 8414 section
 * 3.3): else one issuer could answer for another.
 */
final class Discovery {
    private static final Map<String, String> ENDPOINTS = Map.of(
            "authorization_endpoint", "authorization_url",
            "token_endpoint", "token_url",
            "revocation_endpoint", "revocation_url",
            "introspection_endpoint", "introspection_url");

    /** What a client can do in place of Basic, which is what a server does that does not say (RFC 8414 section 2). */
    private static final List<Map.Entry<String, String>> AUTHENTICATIONS = List.of(
            Map.entry("client_secret_basic", "basic"),
            Map.entry("client_secret_post", "post"),
            Map.entry("private_key_jwt", "private_key_jwt"),
            Map.entry("tls_client_auth", "mtls"),
            Map.entry("self_signed_tls_client_auth", "mtls"),
            Map.entry("none", "none"));

    private final URI issuer;
    private final Function<URI, Future<JsonObject>> fetch;

    private Discovery(URI issuer, Function<URI, Future<JsonObject>> fetch) {
        this.issuer = issuer;
        this.fetch = fetch;
    }

    static Future<JsonObject> of(URI issuer, UrlPolicy policy, Function<URI, Future<JsonObject>> fetch) {
        try {
            SettingsRules.checkIssuer(issuer);
            SettingsRules.require(policy, "issuer", issuer);
            return new Discovery(issuer, fetch).first(locations(issuer));
        } catch (InvalidSettings refused) {
            return Future.failedFuture(refused);
        }
    }

    /** RFC 8414 section 3.1 puts its suffix after the host; OpenID Connect puts its own at the end. */
    private static List<URI> locations(URI issuer) {
        String text = issuer.toString().replaceFirst("/$", "");
        String path = issuer.getRawPath().replaceFirst("/$", "");
        String host = text.substring(0, text.length() - path.length());
        return List.of(
                URI.create(host + "/.well-known/oauth-authorization-server" + path),
                URI.create(text + "/.well-known/openid-configuration"));
    }

    private Future<JsonObject> first(List<URI> locations) {
        if (locations.isEmpty()) {
            return Future.failedFuture(invalid(
                    "publishes no metadata that could be read; state authorization_url and token_url yourself"));
        }
        return fetch.apply(locations.get(0))
                .map(Optional::of)
                .otherwise(Optional.empty())
                .compose(found -> found.map(metadata -> Future.succeededFuture(settings(metadata)))
                        .orElseGet(() -> first(locations.subList(1, locations.size()))));
    }

    private JsonObject settings(JsonObject metadata) {
        if (!issuer.toString().equals(metadata.getValue("issuer"))) {
            throw invalid("is not what its metadata says it is (RFC 8414 section 3.3); state it to the letter");
        }
        JsonObject settings = new JsonObject();
        put(settings, metadata);
        if (!settings.containsKey("token_url")) {
            throw invalid("publishes no token_endpoint; state the URLs yourself");
        }
        if (Boolean.TRUE.equals(metadata.getValue("authorization_response_iss_parameter_supported"))) {
            settings.put("issuer", issuer.toString());
        }
        String authentication = authentication(metadata);
        settings.put("client_authentication", authentication);
        if (authentication.equals("mtls") && metadata.getValue("mtls_endpoint_aliases") instanceof JsonObject aliases) {
            put(settings, aliases);
        }
        if (metadata.getValue("code_challenge_methods_supported") instanceof JsonArray methods) {
            settings.put("pkce", methods.contains("S256"));
        }
        return settings;
    }

    /** Where a certificate is wanted, some endpoints are elsewhere (RFC 8705 section 5). */
    private static void put(JsonObject settings, JsonObject endpoints) {
        ENDPOINTS.forEach((published, setting) -> {
            if (endpoints.getValue(published) instanceof String url) {
                settings.put(setting, url);
            }
        });
    }

    private String authentication(JsonObject metadata) {
        if (!(metadata.getValue("token_endpoint_auth_methods_supported") instanceof JsonArray methods)) {
            return "basic";
        }
        return AUTHENTICATIONS.stream()
                .filter(known -> methods.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(
                        () -> invalid("offers no client authentication that there is here; state the URLs yourself"));
    }

    private static InvalidSettings invalid(String message) {
        return new InvalidSettings("issuer", "issuer " + message);
    }
}
