package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.AuthorizationRequest;
import dev.grantkeeper.oauth2.Pkce;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.definition.RedirectUris;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Sends a person to the provider (RFC 6749 section 4.1.1), and remembers who, in which browser, for what. */
@ApplicationScoped
class Beginning {

    private static final Duration LIFE = Duration.ofMinutes(10);

    private final Definitions definitions;
    private final RedirectUris redirectUris;
    private final Values values;
    private final Flows flows;
    private final AuthorizationMetrics metrics;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Beginning(
            Definitions definitions,
            RedirectUris redirectUris,
            Values values,
            Flows flows,
            AuthorizationMetrics metrics,
            InstantSource clock) {
        this.definitions = definitions;
        this.redirectUris = redirectUris;
        this.values = values;
        this.flows = flows;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Fails with FORBIDDEN for a workspace connection unless an admin asks, NOT_CONFIGURED where the app offers no such
     * connection, CONFLICT where it takes a secret.
     */
    Uni<Begun> begin(Person person, String app, OwnerKind kind, Optional<URI> returnUrl) {
        var owner = person.actingFor(kind);
        return definitions.find(person.tenant().issuer(), app, kind).flatMap(found -> {
            var definition = found.orElseThrow(() -> Failure.notConfigured(app, kind.word()));
            if (definition.type() != ConnectionType.OAUTH2) {
                throw Failure.conflict("This connection takes a secret; there is nothing to authorize.");
            }
            return begin(person, new ConnectionKey(person.tenant(), app, owner), definition, returnUrl);
        });
    }

    /** With the person already known to be entitled to the key, and the definition to be of OAuth 2.0. */
    Uni<Begun> begin(Person person, ConnectionKey key, Definition definition, Optional<URI> returnUrl) {
        var settings = definition.settings().orElseThrow();
        var id = UUID.randomUUID();
        var state = Unguessable.next(random);
        var browser = Unguessable.next(random);
        var pkce = settings.pkce() ? Optional.of(Pkce.generate(random)) : Optional.<Pkce>empty();
        var url = new AuthorizationRequest(
                        settings,
                        definition.clientId().orElseThrow(),
                        redirectUris.of(definition),
                        state,
                        settings.scopes(),
                        pkce)
                .url();
        return sealed(key, id, pkce)
                .flatMap(verifier -> {
                    var now = clock.instant();
                    var flow = new Flow(
                            id,
                            Unguessable.hash(browser),
                            key,
                            person.user(),
                            definition.id(),
                            definition.version(),
                            verifier,
                            returnUrl,
                            now,
                            now.plus(LIFE));
                    return flows.begin(flow, Unguessable.hash(state))
                            .replaceWith(new Begun(id, url, browser, LIFE, flow.endsAt()));
                })
                .invoke(metrics::begun);
    }

    private Uni<Optional<byte[]>> sealed(ConnectionKey key, UUID flow, Optional<Pkce> pkce) {
        return pkce.map(proof -> values.sealer(key.scope())
                        .map(sealer -> Optional.of(sealer.seal(
                                Flow.verifierContext(key, flow),
                                Secret.ofUtf8(proof.verifier().reveal())))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }
}
