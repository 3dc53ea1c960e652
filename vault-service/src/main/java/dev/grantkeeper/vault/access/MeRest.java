package dev.grantkeeper.vault.access;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** Whom the vault takes a front end's user for: claims may have other names here than the front end knows. */
@Path("/v1/me")
public class MeRest {

    record View(Optional<String> tenant, Optional<String> user, Optional<String> role, Optional<String> app) {

        static View of(Identity identity) {
            return new View(
                    identity.person().map(person -> person.tenant().toString()),
                    identity.person().map(Person::user),
                    identity.person().map(person -> person.admin() ? "admin" : "member"),
                    identity.developer().map(Developer::app));
        }
    }

    private final AccessTokens tokens;

    MeRest(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @GET
    public Uni<View> get(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        return tokens.identity(authorization).map(View::of);
    }
}
