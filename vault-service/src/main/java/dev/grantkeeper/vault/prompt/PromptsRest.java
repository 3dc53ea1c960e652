package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.prompt.PromptStream.Frame;
import dev.grantkeeper.vault.prompt.SignedInRest.SignedIn;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.jboss.resteasy.reactive.ResponseHeader;

/** Prompts for front ends: asked for, or told as they change (server-sent events, WHATWG HTML section 9.2). */
@Path("/v1/prompts")
public class PromptsRest {

    private final AccessTokens tokens;
    private final PromptStream stream;

    PromptsRest(AccessTokens tokens, PromptStream stream) {
        this.tokens = tokens;
        this.stream = stream;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<JsonObject> list(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        return tokens.person(authorization).flatMap(stream::open);
    }

    @GET
    @Path("/stream")
    @SignedIn
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    public Multi<OutboundSseEvent> stream(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @QueryParam("connections") @DefaultValue("false") String connections,
            @Context Sse sse) {
        var withConnections = flag(connections);
        return tokens.person(authorization)
                .onItem()
                .transformToMulti(person -> stream.to(person, withConnections))
                .map(frame -> event(sse, frame));
    }

    private static boolean flag(String connections) {
        return switch (connections) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Failure.invalid("connections", "must be true or false");
        };
    }

    private static OutboundSseEvent event(Sse sse, Frame frame) {
        return frame.data()
                .map(data -> sse.newEventBuilder().name(frame.name()).data(data.encode()))
                .orElseGet(() -> sse.newEventBuilder().comment(frame.name()))
                .build();
    }
}
