package dev.grantkeeper.system.fleet;

import java.net.URI;
import java.util.UUID;

/**
 * Somebody is asked to authenticate.
 *
 * @param owner see {@link Member#owner()}
 */
record OpenPrompt(UUID id, String owner, String reason) {

    /** Relative to any vault. */
    URI link() {
        return URI.create("/connect/" + id);
    }
}
