package dev.grantkeeper.vault.definition;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.inputs.StatedSettings;
import dev.grantkeeper.vault.access.Developer;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.definition.ClientSecrets.Opened;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A developer states what an app offers. */
@ApplicationScoped
class Defining {

    /**
     * What the developer sent; a client secret left out keeps the one stored for the same client.
     *
     * @param name what people are to read; a template's where it is left out
     * @param asked inputs of the template that whoever connects is asked for
     * @param dropsFormer whether the secret before the stored one is to be forgotten
     */
    record Wish(
            Optional<String> name,
            String type,
            Optional<String> template,
            Map<String, String> inputs,
            Set<String> asked,
            Optional<JsonObject> settings,
            Optional<String> clientId,
            Optional<Secret> clientSecret,
            boolean dropsFormer) {

        Wish with(JsonObject completed) {
            return new Wish(
                    name, type, template, inputs, asked, Optional.of(completed), clientId, clientSecret, dropsFormer);
        }
    }

    private final Definitions definitions;
    private final ClientSecrets secrets;
    private final Transactions transactions;
    private final Audit audit;
    private final Stating stating;
    private final InstantSource clock;

    Defining(
            Definitions definitions,
            ClientSecrets secrets,
            Transactions transactions,
            Audit audit,
            Stating stating,
            InstantSource clock) {
        this.definitions = definitions;
        this.secrets = secrets;
        this.transactions = transactions;
        this.audit = audit;
        this.stating = stating;
        this.clock = clock;
    }

    /** @param created false where there was one before, changed or not */
    record Defined(Definition definition, boolean created) {}

    /**
     * Stores the next version; the same wish again changes nothing, and another name alone nothing but the name.
     *
     * <p>Fails with INVALID naming the field that has to be changed.
     */
    Uni<Defined> define(Developer developer, OwnerKind owner, Wish wish) {
        return stating.complete(wish).flatMap(complete -> defineComplete(developer, owner, complete));
    }

    private Uni<Defined> defineComplete(Developer developer, OwnerKind owner, Wish wish) {
        return definitions.find(developer.issuer(), developer.app(), owner).flatMap(before -> {
            var next = version(developer, owner, wish, before);
            return secrets.wished(wish, next, before)
                    .flatMap(wished -> isRepeated(next, wished, before)
                            .flatMap(repeated -> repeated
                                    ? renamed(developer, before.orElseThrow(), next.name())
                                    : store(developer, next, wished)))
                    .map(definition -> new Defined(definition, before.isEmpty()));
        });
    }

    private Uni<Definition> store(Developer developer, Definition next, Optional<Opened> wished) {
        var sealed = wished.map(opened -> secrets.seal(next, opened))
                .orElseGet(() -> Uni.createFrom().item(next));
        return sealed.call(definition -> transactions.inOne(
                () -> definitions.store(definition).chain(() -> audit.append(entry(developer, definition)))));
    }

    private Uni<Definition> renamed(Developer developer, Definition before, Optional<String> name) {
        if (before.name().equals(name)) {
            return Uni.createFrom().item(before);
        }
        var renamed = before.named(name);
        return transactions
                .inOne(() -> definitions.rename(renamed).chain(() -> audit.append(entry(developer, renamed))))
                .replaceWith(renamed);
    }

    private Uni<Boolean> isRepeated(Definition next, Optional<Opened> wished, Optional<Definition> before) {
        var same =
                before.filter(b -> b.type() == next.type() && b.settingsDigest().equals(next.settingsDigest()));
        return same.map(b -> b.clientSecret().isEmpty()
                        ? Uni.createFrom().item(true)
                        : secrets.open(b).map(stored -> wished.equals(Optional.of(stored))))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    private Definition version(Developer developer, OwnerKind owner, Wish wish, Optional<Definition> before) {
        var type = ConnectionType.ofWord(wish.type);
        var settings = stating.settings(type, wish);
        var clientId = clientId(settings, wish);
        refuseUnprovenAccounts(settings, clientId);
        return new Definition(
                before.map(Definition::id).orElseGet(UUID::randomUUID),
                developer.issuer(),
                developer.app(),
                owner,
                stating.name(wish),
                before.map(Definition::version).orElse(0) + 1,
                type,
                settings,
                settings.map(
                        stated -> Definition.digest(clientId, stated.toJson().encode())),
                clientId,
                Optional.empty(),
                Optional.empty(),
                clock.instant());
    }

    /**
     * With a client of the app's nobody signs in at the provider, so that whoever connects could name any account that the app
     * serves.
     */
    private static void refuseUnprovenAccounts(Optional<StatedSettings> settings, Optional<String> clientId) {
        var asks = settings.filter(stated -> !stated.settings().needsPerson())
                .filter(stated -> !stated.inputs().isEmpty())
                .isPresent();
        if (asks && clientId.isPresent()) {
            throw Failure.invalid(
                    "client_id",
                    "must be left out where the grant is client_credentials and something is asked of whoever connects: nothing"
                            + " would prove that the account is theirs, unless the client is; or fill in the inputs yourself");
        }
    }

    private static Optional<String> clientId(Optional<StatedSettings> settings, Wish wish) {
        if (settings.isEmpty()) {
            if (wish.clientId.isPresent()) {
                throw Failure.invalid("client_id", "belongs to oauth2 definitions only");
            }
            return Optional.empty();
        }
        var clientId = wish.clientId.map(String::trim).filter(id -> !id.isEmpty());
        if (clientId.isEmpty() && settings.get().settings().needsPerson()) {
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
