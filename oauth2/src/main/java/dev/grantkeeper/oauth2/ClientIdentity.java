package dev.grantkeeper.oauth2;

import java.util.Objects;
import java.util.Optional;

/** Who we are at the provider (RFC 6749 section 2.2); a public client has no secret. */
public record ClientIdentity(String clientId, Optional<Token> clientSecret) {
    public ClientIdentity {
        Objects.requireNonNull(clientSecret, "clientSecret");
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("client_id must not be blank: enter the one the provider issued");
        }
    }
}
