package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.prompt.PromptStream.Frame;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestMulti;

/** Prompts for front ends: asked for, or told as they change (server-sent events, WHATWG HTML section 9.2). */
@Path("/v1/prompts")
public class PromptsRest {

    private static final Map<String, List<String>> STREAM_HEADERS =
            Map.of(HttpHeaders.CACHE_CONTROL, List.of("no-store"), "X-Accel-Buffering", List.of("no"));

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
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> stream(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @Context Sse sse) {
        return RestMulti.fromUniResponse(
                tokens.person(authorization),
                person -> stream.to(person).map(frame -> event(sse, frame)),
                person -> STREAM_HEADERS);
    }

    private static OutboundSseEvent event(Sse sse, Frame frame) {
        return frame.data()
                .map(data -> sse.newEventBuilder().name(frame.name()).data(data.encode()))
                .orElseGet(() -> sse.newEventBuilder().comment(frame.name()))
                .build();
    }
}
