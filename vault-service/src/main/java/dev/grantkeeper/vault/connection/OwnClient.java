package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.Secret;
import io.vertx.core.json.JsonObject;

/** A client at the provider that is the connection's owner's own. */
public record OwnClient(String clientId, Secret clientSecret) {

    /** One secret, to be sealed as a whole. */
    public Secret packed() {
        return Secret.ofUtf8(new JsonObject()
                .put("client_id", clientId)
                .put("client_secret", clientSecret.revealUtf8())
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
