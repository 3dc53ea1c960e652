package dev.grantkeeper.vault.provider;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.PageLimit;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** For operators: which clients there are at providers, what limits them, and what to do about it. */
@Path("/v1/provider-clients")
public class ProviderClientsRest {

    record Page(List<ProviderClientView> providerClients, Optional<String> nextCursor) {}

    private final AccessTokens tokens;
    private final Operating operating;

    ProviderClientsRest(AccessTokens tokens, Operating operating) {
        this.tokens = tokens;
        this.operating = operating;
    }

    @GET
    public Uni<Page> list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @QueryParam("limit") @DefaultValue(PageLimit.DEFAULT) String limit,
            @QueryParam("cursor") Optional<String> cursor) {
        return tokens.operator(authorization).flatMap(operator -> {
            var most = PageLimit.parse(limit);
            var after = cursor.map(text -> id(text, "cursor", "must be the next_cursor of the page before"));
            // One more than asked for tells whether there is a next page.
            return operating.page(operator, after, most + 1).map(found -> page(found, most));
        });
    }

    @GET
    @Path("/{id}")
    public Uni<ProviderClientView> get(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @PathParam("id") String id) {
        return tokens.operator(authorization).flatMap(operator -> operating.find(operator, id(id)));
    }

    @PUT
    @Path("/{id}/limits")
    public Uni<ProviderClientView> limit(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @PathParam("id") String id, Limits limits) {
        return tokens.operator(authorization).flatMap(operator -> {
            if (limits == null) {
                throw Failure.invalid("body", "must be a JSON object");
            }
            return operating.limit(operator, id(id), limits.checked());
        });
    }

    @POST
    @Path("/{id}/resume")
    public Uni<ProviderClientView> resume(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @PathParam("id") String id) {
        return tokens.operator(authorization).flatMap(operator -> operating.resume(operator, id(id)));
    }

    private static Page page(List<ProviderClientView> found, int limit) {
        var shown = found.stream().limit(limit).toList();
        var more = found.size() > limit;
        return new Page(shown, more ? Optional.of(shown.get(limit - 1).id().toString()) : Optional.empty());
    }

    private static UUID id(String text) {
        return id(text, "id", "must be a UUID");
    }

    private static UUID id(String text, String field, String message) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            throw Failure.invalid(field, message);
        }
    }
}
