package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SubmissionContext.Purpose;
import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.PageLimit;
import dev.grantkeeper.vault.value.SealedText;
import dev.grantkeeper.vault.value.SubmissionPlace;
import dev.grantkeeper.vault.value.Submissions;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;

/** Connections as people manage them: described, set, disconnected; never revealed. */
@Path("/v1")
public class ConnectionsRest {

    record SecretRequest(Optional<String> value, Optional<SealedText> sealedValue) {

        static final SecretRequest EMPTY = new SecretRequest(Optional.empty(), Optional.empty());

        @Override
        public String toString() {
            return "SecretRequest[redacted]";
        }
    }

    record Page(List<ConnectionView> connections, Optional<String> nextCursor) {}

    private final AccessTokens tokens;
    private final Definitions definitions;
    private final Connections connections;
    private final Connecting connecting;
    private final Disconnecting disconnecting;
    private final Submissions submissions;
    private final InstantSource clock;

    ConnectionsRest(
            AccessTokens tokens,
            Definitions definitions,
            Connections connections,
            Connecting connecting,
            Disconnecting disconnecting,
            Submissions submissions,
            InstantSource clock) {
        this.tokens = tokens;
        this.definitions = definitions;
        this.connections = connections;
        this.connecting = connecting;
        this.disconnecting = disconnecting;
        this.submissions = submissions;
        this.clock = clock;
    }

    @GET
    @Path("/connections")
    public Uni<Page> list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @QueryParam("limit") @DefaultValue(PageLimit.DEFAULT) String limit,
            @QueryParam("cursor") Optional<String> cursor) {
        return tokens.person(authorization).flatMap(person -> {
            var most = PageLimit.parse(limit);
            // One more than asked for tells whether there is a next page.
            return connections
                    .visibleTo(person, cursor.map(ConnectionsRest::cursor), most + 1)
                    .map(found -> page(found, most));
        });
    }

    @GET
    @Path("/connections/{id}")
    public Uni<ConnectionView> get(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @PathParam("id") String id) {
        return tokens.person(authorization)
                .flatMap(person -> connections.visible(person, ConnectionId.parse(id)))
                .map(ConnectionView::of);
    }

    @DELETE
    @Path("/connections/{id}")
    public Uni<Void> disconnect(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @PathParam("id") String id) {
        return tokens.person(authorization).flatMap(person -> disconnecting.disconnect(person, ConnectionId.parse(id)));
    }

    @PUT
    @Path("/apps/{app}/connections/{owner}/secret")
    public Uni<ConnectionView> setSecret(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @RestPath String app,
            @RestPath String owner,
            SecretRequest request) {
        return tokens.person(authorization).flatMap(person -> {
            var kind = OwnerKind.ofWord(owner);
            var acting = person.actingFor(kind);
            var sent = Optional.ofNullable(request).orElse(SecretRequest.EMPTY);
            return secretDefinition(person, app, kind)
                    .flatMap(definition -> submissions
                            .take(
                                    SubmissionPlace.of(person, Purpose.SECRET, app, acting),
                                    "value",
                                    sent.value(),
                                    sent.sealedValue())
                            .flatMap(secret -> connecting.connect(
                                    new ConnectionKey(person.tenant(), app, acting),
                                    definition,
                                    person.user(),
                                    secret,
                                    Optional.empty(),
                                    List.of(),
                                    Validity.unlimited(clock.instant()))))
                    .map(ConnectionView::of);
        });
    }

    private Uni<Definition> secretDefinition(Person person, String app, OwnerKind kind) {
        return definitions.find(person.tenant().issuer(), app, kind).map(found -> {
            var definition = found.orElseThrow(() -> Failure.notConfigured(app, kind.word()));
            if (definition.type() != ConnectionType.SECRET) {
                throw Failure.conflict("This connection is authorized at its provider; it takes no secret.");
            }
            return definition;
        });
    }

    private static Page page(List<Connection> found, int limit) {
        var shown = found.stream().limit(limit).map(ConnectionView::of).toList();
        var more = found.size() > limit;
        return new Page(shown, more ? Optional.of(shown.get(limit - 1).id().toString()) : Optional.empty());
    }

    private static ConnectionId cursor(String cursor) {
        try {
            return ConnectionId.parse(cursor);
        } catch (Failure notOne) {
            throw Failure.invalid("cursor", "must be the next_cursor of the page before");
        }
    }
}
