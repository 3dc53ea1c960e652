package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.error.PageLimit;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How a connection's renewals went, for whoever sees the connection. */
@Path("/v1/connections/{id}/renewals")
public class RenewalsRest {

    private static final int MOST = 100;

    record RenewalView(Instant at, Optional<Instant> answeredAt, String result, String urgency, long generation) {

        static RenewalView of(Attempt attempt, Instant now) {
            return new RenewalView(
                    attempt.leasedAt(),
                    attempt.answeredAt(),
                    RenewalResult.of(attempt.stored(), now).word(),
                    attempt.urgency(),
                    attempt.generation());
        }
    }

    record View(List<RenewalView> renewals) {}

    private final AccessTokens tokens;
    private final Connections connections;
    private final Attempts attempts;
    private final InstantSource clock;

    RenewalsRest(AccessTokens tokens, Connections connections, Attempts attempts, InstantSource clock) {
        this.tokens = tokens;
        this.connections = connections;
        this.attempts = attempts;
        this.clock = clock;
    }

    @GET
    public Uni<View> list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @PathParam("id") String id,
            @QueryParam("limit") @DefaultValue("30") String limit) {
        return tokens.person(authorization).flatMap(person -> {
            var most = PageLimit.parse(limit, MOST);
            return connections
                    .visible(person, ConnectionId.parse(id))
                    .flatMap(connection -> attempts.newest(connection.id(), most))
                    .map(this::view);
        });
    }

    private View view(List<Attempt> newest) {
        var now = clock.instant();
        return new View(
                newest.stream().map(attempt -> RenewalView.of(attempt, now)).toList());
    }
}
