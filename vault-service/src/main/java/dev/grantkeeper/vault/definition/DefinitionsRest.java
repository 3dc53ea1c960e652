package dev.grantkeeper.vault.definition;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.ClientAuthentication;
import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.value.SealedText;
import dev.grantkeeper.vault.value.SealingKey;
import dev.grantkeeper.vault.value.SubmissionPlace;
import dev.grantkeeper.vault.value.Submissions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.ResponseHeader;

/** Definitions of the app that the developer's token names. */
@Path("/v1/definitions")
public class DefinitionsRest {

    record Request(
            Optional<String> name,
            String type,
            Optional<String> template,
            Optional<Map<String, String>> inputs,
            Optional<Set<String>> ask,
            Optional<Map<String, Object>> settings,
            Optional<String> clientId,
            Optional<String> clientSecret,
            Optional<SealedText> sealedClientSecret,
            boolean dropFormerClientSecret) {

        Defining.Wish wish(Optional<Secret> typed) {
            return new Defining.Wish(
                    name,
                    type,
                    template,
                    inputs.orElse(Map.of()),
                    ask.orElse(Set.of()),
                    settings.map(JsonObject::new),
                    clientId,
                    typed,
                    dropFormerClientSecret);
        }

        @Override
        public String toString() {
            return "Request[" + type + "]";
        }
    }

    record View(
            String owner,
            Optional<String> name,
            String type,
            int version,
            Optional<Map<String, Object>> settings,
            Optional<String> clientId,
            boolean clientSecretSet,
            boolean formerClientSecretSet,
            String redirectUri,
            Instant createdAt) {}

    record Views(List<View> definitions) {}

    private final AccessTokens tokens;
    private final Definitions definitions;
    private final Defining defining;
    private final RedirectUris redirectUris;
    private final Submissions submissions;

    DefinitionsRest(
            AccessTokens tokens,
            Definitions definitions,
            Defining defining,
            RedirectUris redirectUris,
            Submissions submissions) {
        this.tokens = tokens;
        this.definitions = definitions;
        this.defining = defining;
        this.redirectUris = redirectUris;
        this.submissions = submissions;
    }

    @GET
    public Uni<Views> list(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        return tokens.developer(authorization)
                .flatMap(developer -> definitions.ofApp(developer.issuer(), developer.app()))
                .map(all -> new Views(all.stream().map(this::view).toList()));
    }

    @GET
    @Path("/{owner}")
    public Uni<View> get(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @PathParam("owner") String owner) {
        return tokens.developer(authorization).flatMap(developer -> definitions
                .find(developer.issuer(), developer.app(), OwnerKind.ofWord(owner))
                .map(found -> view(found.orElseThrow(() -> Failure.notConfigured(developer.app(), owner)))));
    }

    @GET
    @Path("/{owner}/sealing-key")
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
    public Uni<SealingKey> sealingKey(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @PathParam("owner") String owner) {
        return tokens.developer(authorization)
                .flatMap(developer -> submissions.key(SubmissionPlace.of(developer, OwnerKind.ofWord(owner))));
    }

    @PUT
    @Path("/{owner}")
    public Uni<Response> put(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @PathParam("owner") String owner,
            Request request) {
        return tokens.developer(authorization)
                .flatMap(developer -> {
                    var kind = OwnerKind.ofWord(owner);
                    var sent = present(request);
                    return submissions
                            .takeIfGiven(
                                    SubmissionPlace.of(developer, kind),
                                    "client_secret",
                                    sent.clientSecret,
                                    sent.sealedClientSecret)
                            .flatMap(typed -> defining.define(developer, kind, sent.wish(typed)));
                })
                .map(defined -> Response.status(defined.created() ? 201 : 200)
                        .entity(view(defined.definition()))
                        .build());
    }

    private static Request present(Request request) {
        if (request == null) {
            throw Failure.invalid("body", "must be a JSON object");
        }
        return request;
    }

    private View view(Definition definition) {
        return new View(
                definition.owner().word(),
                definition.name(),
                definition.type().word(),
                definition.version(),
                definition.stated().map(settings -> settings.toJson().getMap()),
                definition.clientId(),
                definition
                        .settings()
                        .filter(settings -> !definition.bringsClient()
                                && settings.clientAuthentication() != ClientAuthentication.NONE)
                        .isPresent(),
                definition.formerSecret().isPresent(),
                redirectUris.of(definition).toString(),
                definition.createdAt());
    }
}
