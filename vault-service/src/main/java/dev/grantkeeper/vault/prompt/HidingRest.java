package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jboss.resteasy.reactive.RestPath;

/** A person puts a prompt aside, for themselves alone. Each answers with the prompt as that person sees it now. */
@Path("/v1/prompts/{prompt}")
public class HidingRest {

    record SnoozeRequest(Instant until) {}

    private final AccessTokens tokens;
    private final HidingPrompts hiding;
    private final PromptEvents events;

    HidingRest(AccessTokens tokens, HidingPrompts hiding, PromptEvents events) {
        this.tokens = tokens;
        this.hiding = hiding;
        this.events = events;
    }

    @PUT
    @Path("/snooze")
    public Uni<JsonObject> snooze(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @RestPath String prompt,
            SnoozeRequest request) {
        return answer(authorization, prompt, (person, id) -> {
            if (request == null || request.until == null) {
                throw Failure.invalid("until", "must be a time, such as 2026-12-01T15:00:00Z");
            }
            return hiding.snooze(person, id, request.until);
        });
    }

    @DELETE
    @Path("/snooze")
    public Uni<JsonObject> endSnooze(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @RestPath String prompt) {
        return answer(authorization, prompt, hiding::show);
    }

    @PUT
    @Path("/dismissal")
    public Uni<JsonObject> dismiss(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @RestPath String prompt) {
        return answer(authorization, prompt, hiding::dismiss);
    }

    @DELETE
    @Path("/dismissal")
    public Uni<JsonObject> endDismissal(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @RestPath String prompt) {
        return answer(authorization, prompt, hiding::show);
    }

    private Uni<JsonObject> answer(String authorization, String prompt, BiFunction<Person, UUID, Uni<Shown>> work) {
        return tokens.person(authorization)
                .flatMap(person -> work.apply(person, id(prompt)).map(shown -> events.json(shown, person.user())));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw Failure.notFound("prompt");
        }
    }
}
