package dev.grantkeeper.vault.definition;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.ClientAuthentication;
import dev.grantkeeper.vault.access.Developer;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A developer states what an app offers. */
@ApplicationScoped
class Defining {

    /** What the developer sent; a client secret left out keeps the one stored for the same client. */
    record Wish(
            String type,
            Optional<String> template,
            Map<String, String> inputs,
            Optional<JsonObject> settings,
            Optional<String> clientId,
            Optional<Secret> clientSecret) {

        Wish with(JsonObject completed) {
            return new Wish(type, template, inputs, Optional.of(completed), clientId, clientSecret);
        }
    }

    private final Definitions definitions;
    private final Values values;
    private final Transactions transactions;
    private final Audit audit;
    private final Stating stating;
    private final InstantSource clock;

    Defining(
            Definitions definitions,
            Values values,
            Transactions transactions,
            Audit audit,
            Stating stating,
            InstantSource clock) {
        this.definitions = definitions;
        this.values = values;
        this.transactions = transactions;
        this.audit = audit;
        this.stating = stating;
        this.clock = clock;
    }

    /** @param created false where there was one before, changed or not */
    record Defined(Definition definition, boolean created) {}

    /**
     * Stores the next version; the same wish again changes nothing.
     *
     * <p>Fails with INVALID naming the field that has to be changed.
     */
    Uni<Defined> define(Developer developer, OwnerKind owner, Wish wish) {
        return stating.complete(wish).flatMap(complete -> defineComplete(developer, owner, complete));
    }

    private Uni<Defined> defineComplete(Developer developer, OwnerKind owner, Wish wish) {
        return definitions.find(developer.issuer(), developer.app(), owner).flatMap(before -> {
            var next = version(developer, owner, wish, before);
            return secret(wish, next, before)
                    .flatMap(secret -> isRepeated(next, secret, before)
                            .flatMap(repeated -> repeated
                                    ? Uni.createFrom().item(before.orElseThrow())
                                    : store(developer, next, secret)))
                    .map(definition -> new Defined(definition, before.isEmpty()));
        });
    }

    private Uni<Definition> store(Developer developer, Definition next, Optional<Secret> secret) {
        var sealed = secret.map(text -> values.sealer(next.scope())
                        .map(sealer -> next.withClientSecret(sealer.seal(next.clientSecretContext(), text))))
                .orElseGet(() -> Uni.createFrom().item(next));
        return sealed.call(definition -> transactions.inOne(
                () -> definitions.store(definition).chain(() -> audit.append(entry(developer, definition)))));
    }

    private Uni<Boolean> isRepeated(Definition next, Optional<Secret> secret, Optional<Definition> before) {
        var same =
                before.filter(b -> b.type() == next.type() && b.settingsDigest().equals(next.settingsDigest()));
        return same.map(b -> open(b).map(secret::equals))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    private Uni<Optional<Secret>> open(Definition definition) {
        return definition
                .clientSecret()
                .map(envelope -> values.open(definition.scope(), definition.clientSecretContext(), envelope)
                        .map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Definition version(Developer developer, OwnerKind owner, Wish wish, Optional<Definition> before) {
        var type = ConnectionType.ofWord(wish.type);
        var settings = stating.settings(type, wish);
        var clientId = clientId(type, wish);
        return new Definition(
                before.map(Definition::id).orElseGet(UUID::randomUUID),
                developer.issuer(),
                developer.app(),
                owner,
                before.map(Definition::version).orElse(0) + 1,
                type,
                settings,
                settings.map(s ->
                        Definition.digest(clientId.orElseThrow(), s.toJson().encode())),
                clientId,
                Optional.empty(),
                clock.instant());
    }

    /** Empty for a secret definition, an empty text for a public client. */
    private Uni<Optional<Secret>> secret(Wish wish, Definition next, Optional<Definition> before) {
        if (next.type() == ConnectionType.SECRET) {
            if (wish.clientSecret.isPresent()) {
                throw Failure.invalid("client_secret", "belongs to oauth2 definitions only");
            }
            return Uni.createFrom().item(Optional.empty());
        }
        if (next.settings().orElseThrow().clientAuthentication() == ClientAuthentication.NONE) {
            if (wish.clientSecret.isPresent()) {
                throw Failure.invalid("client_secret", "must be left out when settings.client_authentication is none");
            }
            return Uni.createFrom().item(Optional.of(Secret.of(new byte[0])));
        }
        if (wish.clientSecret.isPresent()) {
            ProviderClients.requireProof(next.settings().orElseThrow(), wish.clientSecret.get());
            return Uni.createFrom().item(wish.clientSecret);
        }
        // Whoever may define must show the secret again before it is sent anywhere else.
        return open(before.filter(next::speaksAs)
                        .orElseThrow(() -> Failure.invalid(
                                "client_secret",
                                "must be given with a new client or other endpoints, unless settings.client_authentication is"
                                        + " none")))
                .invoke(kept -> kept.ifPresent(
                        secret -> ProviderClients.requireProof(next.settings().orElseThrow(), secret)));
    }

    private static Optional<String> clientId(ConnectionType type, Wish wish) {
        if (type == ConnectionType.SECRET) {
            if (wish.clientId.isPresent()) {
                throw Failure.invalid("client_id", "belongs to oauth2 definitions only");
            }
            return Optional.empty();
        }
        var clientId = wish.clientId.map(String::trim).filter(id -> !id.isEmpty());
        if (clientId.isEmpty()) {
            throw Failure.invalid("client_id", "must be the client id the provider gave this app");
        }
        return clientId;
    }

    private static AuditEntry entry(Developer developer, Definition definition) {
        return new AuditEntry(
                AuditAction.DEFINITION_CHANGED,
                developer.issuer(),
                "developer",
                developer.subject(),
                developer.app(),
                null,
                (long) definition.version(),
                definition.owner().word());
    }
}
