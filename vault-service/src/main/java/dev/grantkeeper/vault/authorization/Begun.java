package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.oauth2.Token;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A flow is under way.
 *
 * @param authorizationUrl where the browser goes now; it has the state in it and is not to be logged
 * @param browser what the browser brings back to show that it is the same
 */
record Begun(UUID flow, URI authorizationUrl, Token browser, Duration life, Instant endsAt) {

    @Override
    public String toString() {
        return "Begun[" + flow + "]";
    }
}
