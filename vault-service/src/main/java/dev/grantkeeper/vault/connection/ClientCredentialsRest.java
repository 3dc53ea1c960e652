package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SubmissionContext.Purpose;
import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.definition.ProviderClients;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.value.SealedText;
import dev.grantkeeper.vault.value.SubmissionPlace;
import dev.grantkeeper.vault.value.Submissions;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;

/** Connections that take a client and no authorization (RFC 6749 section 4.4), as people manage them. */
@Path("/v1/apps/{app}/connections/{owner}/client-credentials")
public class ClientCredentialsRest {

    private static final int LONGEST_CLIENT_ID = 2048;

    record Request(
            Optional<Map<String, String>> inputs,
            Optional<String> clientId,
            Optional<String> clientSecret,
            Optional<SealedText> sealedClientSecret) {

        static final Request EMPTY =
                new Request(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        @Override
        public String toString() {
            return "Request[redacted]";
        }
    }

    private final AccessTokens tokens;
    private final Definitions definitions;
    private final ClientConnecting connecting;
    private final Submissions submissions;

    ClientCredentialsRest(
            AccessTokens tokens, Definitions definitions, ClientConnecting connecting, Submissions submissions) {
        this.tokens = tokens;
        this.definitions = definitions;
        this.connecting = connecting;
        this.submissions = submissions;
    }

    @PUT
    public Uni<ConnectionView> put(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @RestPath String app,
            @RestPath String owner,
            Request request) {
        return tokens.person(authorization).flatMap(person -> {
            var kind = OwnerKind.ofWord(owner);
            var key = new ConnectionKey(person.tenant(), app, person.actingFor(kind));
            var sent = Optional.ofNullable(request).orElse(Request.EMPTY);
            return definition(person, app, kind)
                    .map(stated -> stated.with(sent.inputs().orElse(Map.of())))
                    .flatMap(definition -> brought(person, key, definition, sent)
                            .flatMap(client -> connecting.connect(key, definition, person.user(), client)))
                    .map(ConnectionView::of);
        });
    }

    private Uni<Definition> definition(Person person, String app, OwnerKind kind) {
        return definitions.find(person.tenant().issuer(), app, kind).map(found -> {
            var definition = found.orElseThrow(() -> Failure.notConfigured(app, kind.word()));
            if (definition.needsPerson()) {
                throw Failure.conflict(
                        "This connection takes no client credentials: it is a secret, or a person authorizes it.");
            }
            return definition;
        });
    }

    /** Fails with INVALID naming the field that is missing, misplaced or of no use. */
    private Uni<Optional<OwnClient>> brought(Person person, ConnectionKey key, Definition definition, Request sent) {
        if (!definition.bringsClient()) {
            if (sent.clientId.isPresent() || sent.clientSecret.isPresent() || sent.sealedClientSecret.isPresent()) {
                throw Failure.invalid(
                        "client_id", "must be left out: the app has a client of its own for this connection");
            }
            return Uni.createFrom().item(Optional.empty());
        }
        var id = sent.clientId.map(String::trim).orElse("");
        if (id.isEmpty() || id.length() > LONGEST_CLIENT_ID) {
            throw Failure.invalid(
                    "client_id",
                    "must be the client id the provider gave you, of up to " + LONGEST_CLIENT_ID + " characters");
        }
        return submissions
                .take(
                        SubmissionPlace.of(person, Purpose.CLIENT, key.app(), key.owner()),
                        "client_secret",
                        sent.clientSecret,
                        sent.sealedClientSecret)
                .map(secret -> ProviderClients.proof(definition.settings().orElseThrow(), secret))
                .map(secret -> Optional.of(new OwnClient(id, secret)));
    }
}
