package dev.grantkeeper.oauth2;

import java.util.Objects;
import java.util.Optional;

/**
 * Who we are at the provider (RFC 6749 section 2.2); a public client has no secret.
 *
 * @param formerSecret that the provider may still, or only, know while the client's secret is being replaced
 */
public record ClientIdentity(String clientId, Optional<Token> clientSecret, Optional<Token> formerSecret) {
    public ClientIdentity {
        Objects.requireNonNull(clientSecret, "clientSecret");
        Objects.requireNonNull(formerSecret, "formerSecret");
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("client_id must not be blank: enter the one the provider issued");
        }
    }

    public ClientIdentity(String clientId, Optional<Token> clientSecret) {
        this(clientId, clientSecret, Optional.empty());
    }

    /** The same client, proving itself by its former secret. */
    Optional<ClientIdentity> former() {
        return formerSecret.map(secret -> new ClientIdentity(clientId, Optional.of(secret)));
    }
}
