package dev.grantkeeper.oauth2;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * What a callback brought and its authorization request had said (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
 *
 * @param redirectUri exactly as in the authorization request
 * @param pkce as in the authorization request
 */
public record CodeGrant(Token code, URI redirectUri, Optional<Pkce> pkce) {
    public CodeGrant {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(redirectUri, "redirectUri");
        Objects.requireNonNull(pkce, "pkce");
    }
}
