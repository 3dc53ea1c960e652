package dev.grantkeeper.testkit.authorization;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** From a recorded call to its true answer: RFC 6749, 7009, 7636, 7662, 8414 and 9207. */
final class Protocol {

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String DEFAULT_SUBJECT = "ada";
    private static final List<String> GRANT_TYPES =
            List.of("authorization_code", "refresh_token", "client_credentials");

    private final String issuer;
    private final Map<String, Client> clients;
    private final Grants grants;

    Protocol(String issuer, Map<String, Client> clients, Grants grants) {
        this.issuer = issuer;
        this.clients = clients;
        this.grants = grants;
    }

    String issuer() {
        return issuer;
    }

    Verdict judge(RecordedCall call) {
        try {
            return switch (call.endpoint()) {
                case AUTHORIZATION -> Verdict.of(authorize(call.parameters()));
                case TOKEN -> Verdict.of(token(call));
                case REVOCATION -> Verdict.of(revoke(call));
                case INTROSPECTION -> Verdict.of(introspect(call));
                case METADATA -> Verdict.of(Answer.json(200, metadata()));
            };
        } catch (Refusal refusal) {
            return Verdict.of(refusal);
        }
    }

    static Map<String, String> form(String encoded) {
        var parameters = new LinkedHashMap<String, String>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = decode(pair.substring(0, equals));
                if (parameters.put(name, decode(pair.substring(equals + 1))) != null) {
                    parameters.put("repeated", name);
                }
            }
        }
        return parameters;
    }

    /** Everybody consents, as the user named by login_hint, at once. */
    private Answer authorize(Map<String, String> asked) {
        var client = clients.get(asked.getOrDefault("client_id", ""));
        String redirectUri = asked.getOrDefault("redirect_uri", "");
        if (client == null || !client.redirectUris().contains(redirectUri)) {
            return Answer.text(400, "unknown client_id or redirect_uri");
        }
        String error = null;
        if (!"code".equals(asked.get("response_type"))) {
            error = "unsupported_response_type";
        } else if (!"S256".equals(asked.get("code_challenge_method"))
                || !CHALLENGE.matcher(asked.getOrDefault("code_challenge", "")).matches()) {
            error = "invalid_request";
        }
        String result = error != null
                ? "error=" + error
                : "code="
                        + grants.code(
                                client,
                                asked.getOrDefault("login_hint", DEFAULT_SUBJECT),
                                asked.getOrDefault("scope", ""),
                                redirectUri,
                                asked.get("code_challenge"));
        String state = asked.containsKey("state") ? "&state=" + encode(asked.get("state")) : "";
        String join = redirectUri.contains("?") ? "&" : "?";
        return Answer.redirect(302, redirectUri + join + result + state + "&iss=" + encode(issuer));
    }

    private Issued token(RecordedCall call) {
        var client = authenticated(call);
        var asked = call.parameters();
        return switch (call.grantType().orElse("")) {
            case "authorization_code" ->
                grants.redeem(
                        client, required(asked, "code"), required(asked, "redirect_uri"), asked.get("code_verifier"));
            case "refresh_token" -> grants.refresh(client, required(asked, "refresh_token"), asked.get("scope"));
            case "client_credentials" -> {
                if (client.secret().isEmpty()) {
                    throw Refusal.of("unauthorized_client", "public clients have no credentials");
                }
                yield grants.clientCredentials(client, asked.get("scope"));
            }
            default -> throw Refusal.of("unsupported_grant_type", "not served here");
        };
    }

    private Answer revoke(RecordedCall call) {
        grants.revoke(authenticated(call), required(call.parameters(), "token"));
        return Answer.text(200, "");
    }

    private Answer introspect(RecordedCall call) {
        authenticated(call);
        return Answer.json(200, grants.introspect(required(call.parameters(), "token")));
    }

    private Client authenticated(RecordedCall call) {
        if (!"POST".equals(call.method())) {
            throw Refusal.of("invalid_request", "use POST");
        }
        var form = call.parameters();
        if (form.containsKey("repeated")) {
            throw Refusal.of("invalid_request", form.get("repeated") + " is repeated");
        }
        boolean header = call.headers().containsKey("authorization");
        if (header && form.containsKey("client_secret")) {
            throw Refusal.of("invalid_request", "two client authentications");
        }
        var presented = header ? call.basic() : Optional.of(ClientCredentials.of(form));
        return presented
                .flatMap(pair -> Optional.ofNullable(clients.get(pair.id()))
                        .filter(client -> client.secret().equals(pair.secret())))
                .orElseThrow(() -> Refusal.invalidClient("unknown client, wrong secret or no Basic header"));
    }

    private JsonObject metadata() {
        var methods = new JsonArray()
                .add("client_secret_basic")
                .add("client_secret_post")
                .add("none");
        return new JsonObject()
                .put("issuer", issuer)
                .put("authorization_endpoint", issuer + Endpoint.AUTHORIZATION.path())
                .put("token_endpoint", issuer + Endpoint.TOKEN.path())
                .put("revocation_endpoint", issuer + Endpoint.REVOCATION.path())
                .put("introspection_endpoint", issuer + Endpoint.INTROSPECTION.path())
                .put("response_types_supported", new JsonArray().add("code"))
                .put("grant_types_supported", new JsonArray(GRANT_TYPES))
                .put("code_challenge_methods_supported", new JsonArray().add("S256"))
                .put("token_endpoint_auth_methods_supported", methods)
                .put("authorization_response_iss_parameter_supported", true);
    }

    private static String required(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw Refusal.of("invalid_request", name + " is missing");
        }
        return value;
    }

    static String decode(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
