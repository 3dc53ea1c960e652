package dev.grantkeeper.vault.definition;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.ClientAuthentication;
import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.UrlPolicy;
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
import java.util.Optional;
import java.util.UUID;

/** A developer states what an app offers. */
@ApplicationScoped
class Defining {

    /** What the developer sent; a client secret left out keeps the one stored for the same client. */
    record Wish(String type, Optional<JsonObject> settings, Optional<String> clientId, Optional<Secret> clientSecret) {}

    private final Definitions definitions;
    private final Values values;
    private final Transactions transactions;
    private final Audit audit;
    private final UrlPolicy urls;
    private final InstantSource clock;

    Defining(
            Definitions definitions,
            Values values,
            Transactions transactions,
            Audit audit,
            UrlPolicy urls,
            InstantSource clock) {
        this.definitions = definitions;
        this.values = values;
        this.transactions = transactions;
        this.audit = audit;
        this.urls = urls;
        this.clock = clock;
    }

    /**
     * Stores the next version.
     *
     * <p>Fails with INVALID naming the field that has to be changed.
     */
    Uni<Definition> define(Developer developer, OwnerKind owner, Wish wish) {
        return definitions
                .find(developer.issuer(), developer.app(), owner)
                .flatMap(before -> seal(developer, owner, wish, before))
                .flatMap(next -> transactions
                        .inOne(() -> definitions.store(next).chain(() -> audit.append(entry(developer, next))))
                        .replaceWith(next));
    }

    private Uni<Definition> seal(Developer developer, OwnerKind owner, Wish wish, Optional<Definition> before) {
        var id = before.map(Definition::id).orElseGet(UUID::randomUUID);
        var version = before.map(Definition::version).orElse(0) + 1;
        var type = ConnectionType.ofWord(wish.type);
        var settings = settings(type, wish);
        var clientId = clientId(type, wish);
        var bare = new Definition(
                id,
                developer.issuer(),
                developer.app(),
                owner,
                version,
                type,
                settings,
                settings.map(s ->
                        Definition.digest(clientId.orElseThrow(), s.toJson().encode())),
                clientId,
                Optional.empty(),
                clock.instant());
        if (type == ConnectionType.SECRET) {
            if (wish.clientSecret.isPresent()) {
                throw Failure.invalid("client_secret", "belongs to oauth2 definitions only");
            }
            return Uni.createFrom().item(bare);
        }
        return secret(wish, bare, before).flatMap(secret -> values.sealer(bare.scope())
                .map(sealer -> bare.withClientSecret(sealer.seal(bare.clientSecretContext(), secret))));
    }

    private Uni<Secret> secret(Wish wish, Definition next, Optional<Definition> before) {
        var publicClient = next.settings().orElseThrow().clientAuthentication() == ClientAuthentication.NONE;
        if (publicClient) {
            if (wish.clientSecret.isPresent()) {
                throw Failure.invalid("client_secret", "must be left out when settings.client_authentication is none");
            }
            return Uni.createFrom().item(Secret.of(new byte[0]));
        }
        if (wish.clientSecret.isPresent()) {
            return wish.clientSecret.get().length() == 0
                    ? missingSecret()
                    : Uni.createFrom().item(wish.clientSecret.get());
        }
        return before.filter(b -> b.clientId().equals(next.clientId()))
                .flatMap(b ->
                        b.clientSecret().map(envelope -> values.open(b.scope(), b.clientSecretContext(), envelope)))
                .map(kept -> kept.flatMap(secret -> secret.length() == 0
                        ? missingSecret()
                        : Uni.createFrom().item(secret)))
                .orElseGet(Defining::missingSecret);
    }

    private static Uni<Secret> missingSecret() {
        return Uni.createFrom()
                .failure(Failure.invalid(
                        "client_secret", "must be given, unless settings.client_authentication is none"));
    }

    private Optional<ProviderSettings> settings(ConnectionType type, Wish wish) {
        if (type == ConnectionType.SECRET) {
            if (wish.settings.isPresent()) {
                throw Failure.invalid("settings", "belong to oauth2 definitions only");
            }
            return Optional.empty();
        }
        var json = wish.settings.orElseThrow(() -> Failure.invalid("settings", "must be given for type oauth2"));
        try {
            return Optional.of(ProviderSettings.fromJson(json, urls));
        } catch (InvalidSettings refused) {
            throw Failure.invalid("settings." + refused.field(), refused.getMessage());
        }
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
