package dev.grantkeeper.oauth2;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * How tokens are asked for at a provider whose ways no settings can state. Found by {@link java.util.ServiceLoader}, and named
 * by the settings' {@code strategy}; a deployment's own has to be on the class path of the vault and of its workers.
 *
 * <p>A strategy changes a request and reads its answer; it never sends anything itself, so that every call stays guarded, bounded
 * and told apart by how it ended. It is used by many threads.
 */
public interface TokenStrategy {

    /** What settings call it. */
    String name();

    /** @throws InvalidSettings naming the field that has to be changed before this strategy can be used */
    void check(ProviderSettings settings);

    /**
     * The request in place of what the settings alone would send.
     *
     * @throws InvalidSettings naming {@code client_secret}, if that cannot be used
     */
    TokenDraft rewrite(TokenDraft draft, ProviderSettings settings, ClientIdentity client, Instant now);

    /**
     * The answer as RFC 6749 sections 5.1 and 5.2 would have it, as far as the settings' {@code response} does not say.
     *
     * @param status HTTP's
     */
    default JsonObject standard(int status, JsonObject answer) {
        return answer;
    }
}
