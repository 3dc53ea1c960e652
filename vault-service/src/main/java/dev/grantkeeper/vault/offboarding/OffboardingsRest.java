package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Admins let users, apps, or the whole workspace go. Which workspace, only the token says. */
@Path("/v1/offboardings")
public class OffboardingsRest {

    /** Exactly one of them. */
    record Request(Optional<String> user, Optional<String> app, Optional<String> workspace) {

        Leaver leaver(Person person) {
            if (Stream.of(user, app, workspace).filter(Optional::isPresent).count() != 1) {
                throw Failure.invalid("body", "must name one of user, app and workspace");
            }
            workspace
                    .filter(named -> !named.equals(person.tenant().workspace()))
                    .ifPresent(another -> {
                        throw Failure.invalid("workspace", "must be the workspace that the access token is of");
                    });
            return user.map(id -> leaver(person, Leaver.Kind.USER, "user", id))
                    .or(() -> app.map(id -> leaver(person, Leaver.Kind.APP, "app", id)))
                    .orElseGet(() -> leaver(person, Leaver.Kind.WORKSPACE, "workspace", workspace.orElseThrow()));
        }

        private static Leaver leaver(Person person, Leaver.Kind kind, String field, String id) {
            try {
                // Users, apps and workspaces are named by the same rule.
                return new Leaver(person.tenant(), kind, Owner.user(id).id());
            } catch (IllegalArgumentException malformed) {
                throw Failure.invalid(field, "must be an id as access tokens have it");
            }
        }
    }

    private final AccessTokens tokens;
    private final Leaving leaving;

    OffboardingsRest(AccessTokens tokens, Leaving leaving) {
        this.tokens = tokens;
        this.leaving = leaving;
    }

    @POST
    public Uni<Response> begin(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, Request request) {
        return tokens.person(authorization)
                .flatMap(person -> {
                    if (request == null) {
                        throw Failure.invalid("body", "must be a JSON object");
                    }
                    return leaving.begin(person, request.leaver(person));
                })
                .map(begun -> Response.accepted(begun).build());
    }

    @GET
    @Path("/{id}")
    public Uni<OffboardingView> get(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @PathParam("id") String id) {
        return tokens.person(authorization).flatMap(person -> leaving.find(person, id(id)));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            throw Failure.invalid("id", "must be a UUID");
        }
    }
}
