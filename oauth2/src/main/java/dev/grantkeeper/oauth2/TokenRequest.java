package dev.grantkeeper.oauth2;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One form POST with the client's proof in exactly one place (RFC 6749 section 2.3). Not printable: it carries secrets.
 */
final class TokenRequest {
    private final URI url;
    private final Optional<String> authorization;
    private final Map<String, String> fields;

    private TokenRequest(URI url, Optional<String> authorization, Map<String, String> fields) {
        this.url = url;
        this.authorization = authorization;
        this.fields = fields;
    }

    /** Asks for a token: protocol fields are put after the settings' own, which therefore cannot override them. */
    static TokenRequest token(ProviderSettings settings, ClientIdentity client, URI url, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(settings.tokenParameters());
        all.putAll(fields);
        return authenticated(settings, client, url, all);
    }

    static TokenRequest authenticated(
            ProviderSettings settings, ClientIdentity client, URI url, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        if (settings.clientAuthentication() == ClientAuthentication.BASIC) {
            return new TokenRequest(url, Optional.of(basic(client.clientId(), secret(client))), all);
        }
        all.put("client_id", client.clientId());
        if (settings.clientAuthentication() == ClientAuthentication.POST) {
            all.put("client_secret", secret(client));
        }
        return new TokenRequest(url, Optional.empty(), all);
    }

    static boolean lacksSecret(ProviderSettings settings, ClientIdentity client) {
        return settings.clientAuthentication() != ClientAuthentication.NONE
                && client.clientSecret().isEmpty();
    }

    URI url() {
        return url;
    }

    Optional<String> authorization() {
        return authorization;
    }

    String body() {
        return FormEncoding.body(fields);
    }

    private static String basic(String id, String secret) {
        String pair = FormEncoding.encode(id) + ":" + FormEncoding.encode(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String secret(ClientIdentity client) {
        return client.clientSecret().map(Token::reveal).orElseThrow();
    }
}
