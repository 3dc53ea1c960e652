package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.Envelopes;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.error.Failure;
import io.vertx.core.json.JsonObject;

/**
 * A client at the provider that is the connection's owner's own.
 *
 * @throws Failure INVALID naming {@code client_secret}, if both together are too long to be sealed
 */
public record OwnClient(String clientId, Secret clientSecret) {

    public OwnClient {
        if (packed(clientId, clientSecret).length() > Envelopes.MAX_SECRET_LENGTH) {
            throw Failure.invalid("client_secret", "is too long to be kept with its client id");
        }
    }

    /** One secret, to be sealed as a whole. */
    public Secret packed() {
        return packed(clientId, clientSecret);
    }

    private static Secret packed(String id, Secret secret) {
        return Secret.ofUtf8(new JsonObject()
                .put("client_id", id)
                .put("client_secret", secret.revealUtf8())
                .encode());
    }

    public static OwnClient unpacked(Secret packed) {
        var json = new JsonObject(packed.revealUtf8());
        return new OwnClient(json.getString("client_id"), Secret.ofUtf8(json.getString("client_secret")));
    }

    @Override
    public String toString() {
        return "OwnClient[redacted]";
    }
}
