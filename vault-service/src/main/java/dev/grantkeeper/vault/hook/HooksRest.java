package dev.grantkeeper.vault.hook;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.key.SigningSecret;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;

/** Handlers of the app that the developer's token names. */
@Path("/v1/hooks")
public class HooksRest {

    record Request(String url, Optional<Integer> timeoutSeconds) {}

    record SecretView(Instant createdAt, Optional<Instant> endsAt) {}

    record View(
            String event,
            String url,
            long timeoutSeconds,
            Instant createdAt,
            List<SecretView> secrets,
            Optional<String> secret) {

        static View of(Hook hook, Optional<SigningSecret> secret) {
            return new View(
                    hook.event().word(),
                    hook.url().toString(),
                    hook.timeout().toSeconds(),
                    hook.createdAt(),
                    hook.secrets().stream()
                            .map(held -> new SecretView(held.createdAt(), held.endsAt()))
                            .toList(),
                    secret.map(SigningSecret::revealText));
        }

        @Override
        public String toString() {
            return "View[" + event + "]";
        }
    }

    record Views(List<View> hooks) {}

    private final AccessTokens tokens;
    private final Hooks hooks;
    private final Registering registering;

    HooksRest(AccessTokens tokens, Hooks hooks, Registering registering) {
        this.tokens = tokens;
        this.hooks = hooks;
        this.registering = registering;
    }

    @GET
    public Uni<Views> list(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        return tokens.developer(authorization)
                .flatMap(developer -> hooks.ofApp(developer.issuer(), developer.app()))
                .map(all -> new Views(all.stream()
                        .map(hook -> View.of(hook, Optional.empty()))
                        .toList()));
    }

    @PUT
    @Path("/{event}")
    public Uni<Response> put(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @RestPath String event, Request request) {
        return tokens.developer(authorization)
                .flatMap(developer -> {
                    if (request == null) {
                        throw Failure.invalid("body", "must be a JSON object");
                    }
                    return registering.register(
                            developer, HookEvent.ofWord(event), request.url, request.timeoutSeconds);
                })
                .map(HooksRest::shown);
    }

    @POST
    @Path("/{event}/secret")
    public Uni<Response> rotate(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @RestPath String event) {
        return tokens.developer(authorization)
                .flatMap(developer -> registering.rotate(developer, HookEvent.ofWord(event)))
                .map(HooksRest::shown);
    }

    @DELETE
    @Path("/{event}")
    public Uni<Void> delete(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @RestPath String event) {
        return tokens.developer(authorization)
                .flatMap(developer -> registering.delete(developer, HookEvent.ofWord(event)));
    }

    private static Response shown(Registering.Registered registered) {
        return Response.status(registered.secret().isPresent() ? 201 : 200)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(View.of(registered.hook(), registered.secret()))
                .build();
    }
}
