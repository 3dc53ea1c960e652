package dev.grantkeeper.oauth2;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One form POST with the client's proof in exactly one place (RFC 6749 section 2.3). Not printable: it carries secrets.
 */
final class TokenRequest {
    private final URI url;
    private final Optional<String> authorization;
    private final String body;

    private TokenRequest(URI url, Optional<String> authorization, String body) {
        this.url = url;
        this.authorization = authorization;
        this.body = body;
    }

    static TokenRequest codeExchange(ProviderSettings settings, ClientIdentity client, CodeGrant grant) {
        Map<String, String> fields = new LinkedHashMap<>(settings.tokenParameters());
        fields.put("grant_type", "authorization_code");
        fields.put("code", grant.code().reveal());
        fields.put("redirect_uri", grant.redirectUri().toString());
        grant.pkce()
                .ifPresent(pkce -> fields.put("code_verifier", pkce.verifier().reveal()));
        return authenticated(settings, client, settings.tokenUrl(), fields);
    }

    static TokenRequest refresh(
            ProviderSettings settings, ClientIdentity client, Token refreshToken, List<String> scopes) {
        Map<String, String> fields = new LinkedHashMap<>(settings.tokenParameters());
        fields.put("grant_type", "refresh_token");
        fields.put("refresh_token", refreshToken.reveal());
        putScopes(fields, settings, scopes);
        return authenticated(settings, client, settings.effectiveRefreshUrl(), fields);
    }

    static TokenRequest clientCredentials(ProviderSettings settings, ClientIdentity client, List<String> scopes) {
        Map<String, String> fields = new LinkedHashMap<>(settings.tokenParameters());
        fields.put("grant_type", "client_credentials");
        putScopes(fields, settings, scopes);
        return authenticated(settings, client, settings.tokenUrl(), fields);
    }

    static TokenRequest revocation(
            ProviderSettings settings, ClientIdentity client, URI url, Token token, TokenType type) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("token", token.reveal());
        fields.put("token_type_hint", type.hint());
        return authenticated(settings, client, url, fields);
    }

    URI url() {
        return url;
    }

    /** The {@code Authorization} header. */
    Optional<String> authorization() {
        return authorization;
    }

    String body() {
        return body;
    }

    private static TokenRequest authenticated(
            ProviderSettings settings, ClientIdentity client, URI url, Map<String, String> fields) {
        if (settings.clientAuthentication() == ClientAuthentication.BASIC) {
            return new TokenRequest(url, Optional.of(basic(client)), FormEncoding.body(fields));
        }
        fields.put("client_id", client.clientId());
        if (settings.clientAuthentication() == ClientAuthentication.POST) {
            fields.put("client_secret", secret(client));
        }
        return new TokenRequest(url, Optional.empty(), FormEncoding.body(fields));
    }

    private static String basic(ClientIdentity client) {
        String pair = FormEncoding.encode(client.clientId()) + ":" + FormEncoding.encode(secret(client));
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String secret(ClientIdentity client) {
        return client.clientSecret().orElseThrow().reveal();
    }

    private static void putScopes(Map<String, String> fields, ProviderSettings settings, List<String> scopes) {
        if (!scopes.isEmpty()) {
            fields.put("scope", String.join(settings.scopeSeparator(), scopes));
        }
    }
}
