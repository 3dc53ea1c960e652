package dev.grantkeeper.vault.hook;

import dev.grantkeeper.oauth2.egress.ClientCertificate;
import dev.grantkeeper.oauth2.egress.Request;
import dev.grantkeeper.vault.connection.Proposal;
import dev.grantkeeper.vault.key.SigningSecret;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One question to a handler, as Standard Webhooks 1.0.0 would have it. It carries no value.
 *
 * @param headers with a signature by each secret, so that one who knows any of them can check it
 */
record Message(URI url, Map<String, String> headers, String body) implements Request {

    /** The same however often this is sent, and of nothing else. */
    static Message of(Hook hook, Proposal proposal, List<SigningSecret> secrets, Instant now) {
        var id = "msg_" + UUID.randomUUID();
        var timestamp = now.getEpochSecond();
        var body = body(hook, proposal, now).encode();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(timestamp));
        headers.put(
                "webhook-signature",
                secrets.stream().map(secret -> secret.sign(id, timestamp, body)).collect(Collectors.joining(" ")));
        return new Message(hook.url(), headers, body);
    }

    private static JsonObject body(Hook hook, Proposal proposal, Instant now) {
        var key = proposal.key();
        var data = new JsonObject()
                .put("connection_id", proposal.id().toString())
                .put("tenant", key.tenant().toString())
                .put("app", key.app())
                .put("owner", named(key.owner().kind().word(), key.owner().id()))
                .put("connection_type", proposal.type().word())
                .put("scopes", new JsonArray(proposal.scopes()))
                .put("metadata", new JsonObject(new LinkedHashMap<>(proposal.metadata())))
                .put(
                        "created_by",
                        named(
                                proposal.createdBy().kind().word(),
                                proposal.createdBy().id()));
        if (hook.event() == HookEvent.CONNECTION_ADDED) {
            data.put("reconnected", proposal.reconnected());
        }
        proposal.removedBy().ifPresent(user -> data.put("removed_by", named("user", user)));
        return new JsonObject()
                .put("type", hook.event().type())
                .put("timestamp", now.toString())
                .put("data", data);
    }

    private static JsonObject named(String type, String id) {
        return new JsonObject().put("type", type).put("id", id);
    }

    @Override
    public HttpMethod method() {
        return HttpMethod.POST;
    }

    @Override
    public Optional<ClientCertificate> certificate() {
        return Optional.empty();
    }
}
