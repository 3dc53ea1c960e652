package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.OwnerKind;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;

/** A front end begins an authorization without a prompt. */
@Path("/v1/apps/{app}/connections/{owner}/authorization")
public class AuthorizationRest {

    record Request(Optional<String> returnUrl, Optional<List<String>> scopes, Optional<Map<String, String>> inputs) {}

    record View(String authorizationUrl, Instant expiresAt) {

        static View of(Begun begun) {
            return new View(begun.authorizationUrl().toString(), begun.endsAt());
        }

        @Override
        public String toString() {
            return "View[redacted]";
        }
    }

    private final AccessTokens tokens;
    private final Beginning beginning;
    private final ReturnUrls returnUrls;
    private final Cookies cookies;

    AuthorizationRest(AccessTokens tokens, Beginning beginning, ReturnUrls returnUrls, Cookies cookies) {
        this.tokens = tokens;
        this.beginning = beginning;
        this.returnUrls = returnUrls;
        this.cookies = cookies;
    }

    @POST
    public Uni<Response> begin(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @RestPath String app,
            @RestPath String owner,
            Request request) {
        return tokens.person(authorization)
                .flatMap(person -> beginning.begin(person, app, OwnerKind.ofWord(owner), wanted(request)))
                .map(begun -> Response.status(Response.Status.CREATED)
                        .header(HttpHeaders.SET_COOKIE, cookies.setBrowser(begun.flow(), begun.browser(), begun.life()))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .entity(View.of(begun))
                        .build());
    }

    private Wanted wanted(Request request) {
        var sent = Optional.ofNullable(request);
        return new Wanted(
                sent.flatMap(Request::scopes).orElse(List.of()),
                sent.flatMap(Request::inputs),
                sent.flatMap(Request::returnUrl).map(returnUrls::require));
    }
}
