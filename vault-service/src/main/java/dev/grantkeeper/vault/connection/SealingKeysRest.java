package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SubmissionContext.Purpose;
import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.value.SealingKey;
import dev.grantkeeper.vault.value.SubmissionPlace;
import dev.grantkeeper.vault.value.Submissions;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestPath;

/** Keys for people to seal what they type for a connection. */
@Path("/v1/apps/{app}/connections/{owner}/sealing-key")
public class SealingKeysRest {

    private final AccessTokens tokens;
    private final Definitions definitions;
    private final Submissions submissions;

    SealingKeysRest(AccessTokens tokens, Definitions definitions, Submissions submissions) {
        this.tokens = tokens;
        this.definitions = definitions;
        this.submissions = submissions;
    }

    @GET
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
    public Uni<SealingKey> get(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @RestPath String app,
            @RestPath String owner) {
        return tokens.person(authorization).flatMap(person -> {
            var kind = OwnerKind.ofWord(owner);
            var acting = person.actingFor(kind);
            return definitions
                    .find(person.tenant().issuer(), app, kind)
                    .map(found -> purpose(found.orElseThrow(() -> Failure.notConfigured(app, kind.word()))))
                    .flatMap(purpose -> submissions.key(SubmissionPlace.of(person, purpose, app, acting)));
        });
    }

    private static Purpose purpose(Definition definition) {
        if (definition.type() == ConnectionType.SECRET) {
            return Purpose.SECRET;
        }
        if (definition.bringsClient()) {
            return Purpose.CLIENT;
        }
        throw Failure.conflict(
                "Nothing is typed for this connection: it is authorized at its provider, or the app's own client will do.");
    }
}
