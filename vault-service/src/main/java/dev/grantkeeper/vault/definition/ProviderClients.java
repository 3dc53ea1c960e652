package dev.grantkeeper.vault.definition;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.ClientIdentity;
import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Opens what an app needs to speak to its provider. */
@ApplicationScoped
public class ProviderClients {

    private final Definitions definitions;
    private final Values values;

    ProviderClients(Definitions definitions, Values values) {
        this.definitions = definitions;
        this.values = values;
    }

    /**
     * The definition by which a grant given under {@code version} is used: the newest one, unless that is of another client,
     * to which the provider would not answer for this grant, or asks other endpoints, to which nobody gave it.
     */
    public Uni<Definition> definitionForGrant(UUID definitionId, int version) {
        return definitions
                .newest(definitionId)
                .flatMap(newest -> newest.version() == version
                        ? Uni.createFrom().item(newest)
                        : definitions
                                .version(definitionId, version)
                                .map(granted -> newest.speaksAs(granted) ? newest : granted));
    }

    /** @throws Failure INVALID naming {@code client_secret}, unless the client can prove itself with it */
    static void requireProof(ProviderSettings settings, Secret clientSecret) {
        try {
            settings.requireProof(Token.of(clientSecret.revealUtf8()));
        } catch (InvalidSettings refused) {
            throw Failure.invalid(refused.field(), refused.getMessage());
        }
    }

    /** The client of an OAuth 2.0 definition. */
    public Uni<ProviderClient> open(Definition definition) {
        var settings = definition.settings().orElseThrow();
        var clientId = definition.clientId().orElseThrow();
        return values.open(
                        definition.scope(),
                        definition.clientSecretContext(),
                        definition.clientSecret().orElseThrow())
                .map(secret ->
                        secret.length() == 0 ? Optional.<Token>empty() : Optional.of(Token.of(secret.revealUtf8())))
                .map(secret -> new ProviderClient(settings, new ClientIdentity(clientId, secret)));
    }
}
