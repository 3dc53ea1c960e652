package dev.grantkeeper.vault.activity;

import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.PageLimit;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happened to the connections that a person sees. */
@Path("/v1/activity")
public class ActivityRest {

    record PartyView(String type, String id) {}

    record ActivityView(
            Instant at,
            String action,
            String app,
            UUID connectionId,
            PartyView owner,
            PartyView actor,
            Optional<String> reason) {

        static ActivityView of(Activity activity) {
            var owner = activity.owner();
            var actor = activity.actor();
            return new ActivityView(
                    activity.at(),
                    activity.action(),
                    activity.app(),
                    activity.connection().value(),
                    new PartyView(owner.kind().word(), owner.id()),
                    new PartyView(actor.type(), actor.id()),
                    activity.reason());
        }
    }

    record Page(List<ActivityView> activity, Optional<String> nextCursor) {

        static Page of(List<Activity> found, int limit) {
            var shown = found.stream().limit(limit).toList();
            var more = found.size() > limit;
            return new Page(
                    shown.stream().map(ActivityView::of).toList(),
                    more ? Optional.of(Long.toString(shown.get(limit - 1).id())) : Optional.empty());
        }
    }

    private final AccessTokens tokens;
    private final Connections connections;
    private final Activities activities;

    ActivityRest(AccessTokens tokens, Connections connections, Activities activities) {
        this.tokens = tokens;
        this.connections = connections;
        this.activities = activities;
    }

    @GET
    public Uni<Page> list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @QueryParam("limit") @DefaultValue(PageLimit.DEFAULT) String limit,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("connection") Optional<String> connection) {
        return tokens.person(authorization).flatMap(person -> {
            var most = PageLimit.parse(limit);
            var before = cursor.map(ActivityRest::before);
            // One more than asked for tells whether there is a next page.
            return visible(person, connection)
                    .flatMap(one -> activities.seenBy(person, one, before, most + 1))
                    .map(found -> Page.of(found, most));
        });
    }

    private Uni<Optional<ConnectionId>> visible(Person person, Optional<String> connection) {
        return connection
                .map(ActivityRest::id)
                .map(id -> connections.visible(person, id).replaceWith(Optional.of(id)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static ConnectionId id(String text) {
        try {
            return ConnectionId.parse(text);
        } catch (Failure notOne) {
            throw Failure.invalid("connection", "must be the id of a connection");
        }
    }

    private static long before(String cursor) {
        if (!cursor.matches("[0-9]{1,18}")) {
            throw Failure.invalid("cursor", "must be the next_cursor of the page before");
        }
        return Long.parseLong(cursor);
    }
}
