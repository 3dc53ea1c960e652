package dev.grantkeeper.oauth2;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Sends a person to the provider (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
 *
 * @param state single-use, unguessable
 * @param scopes what to ask for; usually the settings' own
 * @param pkce present exactly if the settings ask for it
 */
public record AuthorizationRequest(
        ProviderSettings settings,
        String clientId,
        URI redirectUri,
        Token state,
        List<String> scopes,
        Optional<Pkce> pkce) {

    public AuthorizationRequest {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(redirectUri, "redirectUri");
        Objects.requireNonNull(state, "state");
        scopes = List.copyOf(scopes);
        if (settings.authorizationUrl().isEmpty()) {
            throw new InvalidSettings(
                    "authorization_url", "authorization_url is required before people can be sent to the provider");
        }
        if (pkce.isPresent() != settings.pkce()) {
            throw new IllegalArgumentException("pkce must be present exactly if the provider settings say pkce");
        }
    }

    /** The authorization URL; the settings' own query string and static parameters come first. */
    public URI url() {
        URI endpoint = settings.authorizationUrl().orElseThrow();
        Map<String, String> query = new LinkedHashMap<>(settings.authorizationParameters());
        query.put("response_type", "code");
        query.put("client_id", clientId);
        query.put("redirect_uri", redirectUri.toString());
        if (!scopes.isEmpty()) {
            query.put("scope", String.join(settings.scopeSeparator(), scopes));
        }
        settings.resource().ifPresent(resource -> query.put("resource", resource.toString()));
        query.put("state", state.reveal());
        pkce.ifPresent(proof -> {
            query.put("code_challenge", proof.challenge());
            query.put("code_challenge_method", "S256");
        });
        Dialect dialect = settings.dialect();
        String fragment =
                dialect.authorizationFragment().map(text -> "#" + text).orElse("");
        return FormEncoding.append(endpoint, dialect.query(query) + fragment);
    }
}
