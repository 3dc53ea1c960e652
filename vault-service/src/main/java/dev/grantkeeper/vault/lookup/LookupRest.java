package dev.grantkeeper.vault.lookup;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.renewal.Rejections;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseHeader;

/** Values for app runtimes, over HTTP. */
@Path("/v1/lookup")
public class LookupRest {

    record View(
            UUID id,
            String value,
            String type,
            OwnerView ownedBy,
            OwnerView createdBy,
            Optional<Instant> expiresAt,
            List<String> scopes,
            long generation,
            Map<String, String> metadata) {

        static View of(Served served) {
            return new View(
                    served.id(),
                    served.value().revealUtf8(),
                    served.type().word(),
                    OwnerView.of(served.owner()),
                    new OwnerView(
                            served.createdBy().kind().word(), served.createdBy().id()),
                    served.expiresAt(),
                    served.scopes(),
                    served.generation(),
                    served.metadata());
        }

        @Override
        public String toString() {
            return "View[" + id + ", redacted]";
        }
    }

    record OwnerView(String type, String id) {
        static OwnerView of(Owner owner) {
            return new OwnerView(owner.kind().word(), owner.id());
        }
    }

    record Report(String connectionId, long generation) {}

    record ReportAnswer(long generation, String action) {}

    private final AccessTokens tokens;
    private final Lookup lookup;
    private final Rejections rejections;

    LookupRest(AccessTokens tokens, Lookup lookup, Rejections rejections) {
        this.tokens = tokens;
        this.lookup = lookup;
        this.rejections = rejections;
    }

    @GET
    @Path("/user-connection")
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
    public Uni<View> user(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam("Prefer") List<String> preferences,
            @QueryParam("min_ttl") Optional<String> minTtl,
            @QueryParam("required_scopes") @DefaultValue("") String requiredScopes,
            @QueryParam("prompt") @DefaultValue("true") String prompt) {
        return serve(authorization, OwnerKind.USER, preferences, minTtl, requiredScopes, prompt);
    }

    @GET
    @Path("/workspace-connection")
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
    public Uni<View> workspace(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam("Prefer") List<String> preferences,
            @QueryParam("min_ttl") Optional<String> minTtl,
            @QueryParam("required_scopes") @DefaultValue("") String requiredScopes,
            @QueryParam("prompt") @DefaultValue("true") String prompt) {
        return serve(authorization, OwnerKind.WORKSPACE, preferences, minTtl, requiredScopes, prompt);
    }

    @POST
    @Path("/rejections")
    public Uni<ReportAnswer> reject(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, Report report) {
        return tokens.execution(authorization)
                .flatMap(execution -> {
                    if (report == null || report.connectionId == null) {
                        throw Failure.invalid("connection_id", "must be the one the lookup returned");
                    }
                    if (report.generation < 1) {
                        throw Failure.invalid("generation", "must be the one the lookup returned");
                    }
                    return rejections.report(execution, ConnectionId.parse(report.connectionId), report.generation);
                })
                .map(answer -> new ReportAnswer(
                        answer.generation(), answer.action().name().toLowerCase(Locale.ROOT)));
    }

    private Uni<View> serve(
            String authorization,
            OwnerKind owner,
            List<String> preferences,
            Optional<String> minTtl,
            String scopes,
            String prompt) {
        return tokens.execution(authorization)
                .flatMap(execution -> lookup.lookup(
                        execution,
                        new Question(
                                owner,
                                minTtl.map(LookupRest::seconds).orElse(Question.DEFAULT_MIN_TTL),
                                scopes.isBlank()
                                        ? List.of()
                                        : List.of(scopes.trim().split("\\s+")),
                                flag(prompt)),
                        Preferences.patience(preferences)))
                .map(View::of);
    }

    private static Duration seconds(String text) {
        try {
            return Duration.ofSeconds(Integer.parseInt(text));
        } catch (NumberFormatException notNumber) {
            throw Failure.invalid("min_ttl", "must be a number of seconds");
        }
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Failure.invalid("prompt", "must be true or false");
        };
    }
}
