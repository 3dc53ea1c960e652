package dev.grantkeeper.vault.provider;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** For operators: whether providers are called with caution, because the database may be an old one. */
@Path("/v1/cautious-mode")
public class CautiousModeRest {

    record Request(Optional<Boolean> active) {}

    private final AccessTokens tokens;
    private final CautiousMode mode;

    CautiousModeRest(AccessTokens tokens, CautiousMode mode) {
        this.tokens = tokens;
        this.mode = mode;
    }

    @GET
    public Uni<CautiousMode.View> get(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        return tokens.operator(authorization).flatMap(mode::look);
    }

    @PUT
    public Uni<CautiousMode.View> set(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, Request request) {
        return tokens.operator(authorization).flatMap(operator -> {
            var active = Optional.ofNullable(request)
                    .flatMap(Request::active)
                    .orElseThrow(() -> Failure.invalid("active", "must be true or false"));
            return mode.set(operator, active);
        });
    }
}
