package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.AuthorizationRequest;
import dev.grantkeeper.oauth2.Pkce;
import dev.grantkeeper.oauth2.inputs.Input;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.Connections;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Sends a person to the provider (RFC 6749 section 4.1.1), and remembers who, in which browser, for what. */
@ApplicationScoped
class Beginning {

    private static final Duration LIFE = Duration.ofMinutes(10);

    private final Definitions definitions;
    private final Connections connections;
    private final RedirectUris redirectUris;
    private final Values values;
    private final Flows flows;
    private final AuthorizationMetrics metrics;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Beginning(
            Definitions definitions,
            Connections connections,
            RedirectUris redirectUris,
            Values values,
            Flows flows,
            AuthorizationMetrics metrics,
            InstantSource clock) {
        this.definitions = definitions;
        this.connections = connections;
        this.redirectUris = redirectUris;
        this.values = values;
        this.flows = flows;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Fails with FORBIDDEN for a workspace connection unless an admin asks, NOT_CONFIGURED where the app offers no such
     * connection, CONFLICT where it takes a secret, INVALID for scopes that the app's definition does not offer, and for inputs.
     */
    Uni<Begun> begin(Person person, String app, OwnerKind kind, Wanted wanted) {
        var owner = person.actingFor(kind);
        return definitions.find(person.tenant().issuer(), app, kind).flatMap(found -> {
            var definition = found.orElseThrow(() -> Failure.notConfigured(app, kind.word()));
            if (definition.type() != ConnectionType.OAUTH2) {
                throw Failure.conflict("This connection takes a secret; there is nothing to authorize.");
            }
            if (!definition.needsPerson()) {
                throw Failure.conflict("This connection takes client credentials; there is nothing to authorize.");
            }
            var key = new ConnectionKey(person.tenant(), app, owner);
            return filled(key, definition, wanted)
                    .invoke(filled -> requireOffered(filled.definition, wanted.scopes()))
                    .flatMap(filled -> begin(person, key, filled, wanted));
        });
    }

    private static void requireOffered(Definition definition, List<String> scopes) {
        if (!definition.settings().orElseThrow().offeredScopes().containsAll(scopes)) {
            throw Failure.invalid("scopes", "must be among the scopes and optional_scopes of the app's definition");
        }
    }

    /** With the person already known to be entitled to the key, and the definition to be of OAuth 2.0. */
    Uni<Begun> begin(Person person, ConnectionKey key, Definition definition, Wanted wanted) {
        return filled(key, definition, wanted).flatMap(filled -> begin(person, key, filled, wanted));
    }

    /**
     * @param definition with what the person says of their account, which scopes may name, too
     * @param granted what they granted before
     */
    private record Filled(Definition definition, List<String> granted) {}

    private Uni<Filled> filled(ConnectionKey key, Definition definition, Wanted wanted) {
        return connections.find(key).map(held -> {
            var inputs = wanted.inputs().orElseGet(() -> said(held, definition));
            return new Filled(
                    definition.with(inputs), held.map(Connection::scopes).orElse(List.of()));
        });
    }

    private Uni<Begun> begin(Person person, ConnectionKey key, Filled filled, Wanted wanted) {
        var asked = asked(filled.definition, filled.granted, wanted.scopes());
        return begin(person, key, filled.definition, wanted.returnUrl(), asked);
    }

    /** What the person said of their account before, of what is still asked. */
    private static Map<String, String> said(Optional<Connection> held, Definition definition) {
        var names = definition.inputs().stream().map(Input::name).toList();
        return held.map(connection -> connection.entrusted().inputs()).orElse(Map.of()).entrySet().stream()
                .filter(said -> names.contains(said.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The inputs of a definition, each with what the person said before, or its default. */
    Uni<Map<Input, String>> inputs(ConnectionKey key, Definition definition) {
        return connections.find(key).map(held -> {
            var said = said(held, definition);
            var inputs = new LinkedHashMap<Input, String>();
            definition
                    .inputs()
                    .forEach(input -> inputs.put(
                            input, said.getOrDefault(input.name(), input.usual().orElse(""))));
            return inputs;
        });
    }

    /** What is granted already is asked for again: many providers let a new grant take the place of the old one. */
    private static List<String> asked(Definition definition, List<String> granted, List<String> wanted) {
        var settings = definition.settings().orElseThrow();
        return settings.offeredScopes().stream()
                .filter(scope -> settings.scopes().contains(scope) || granted.contains(scope) || wanted.contains(scope))
                .toList();
    }

    private Uni<Begun> begin(
            Person person, ConnectionKey key, Definition definition, Optional<URI> returnUrl, List<String> scopes) {
        var settings = definition.settings().orElseThrow();
        var id = UUID.randomUUID();
        var state = Unguessable.next(random);
        var browser = Unguessable.next(random);
        var pkce = settings.pkce() ? Optional.of(Pkce.generate(random)) : Optional.<Pkce>empty();
        var url = new AuthorizationRequest(
                        settings, definition.clientId().orElseThrow(), redirectUris.of(definition), state, scopes, pkce)
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
                            Optional.of(scopes),
                            definition.inputValues(),
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
