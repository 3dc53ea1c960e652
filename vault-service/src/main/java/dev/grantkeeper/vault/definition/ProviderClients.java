package dev.grantkeeper.vault.definition;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.ClientAuthentication;
import dev.grantkeeper.oauth2.ClientIdentity;
import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Faults;
import dev.grantkeeper.vault.key.ClientKeyPem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Opens what an app needs to speak to its provider. */
@ApplicationScoped
public class ProviderClients {

    private static final Set<ClientAuthentication> KEYS =
            EnumSet.of(ClientAuthentication.PRIVATE_KEY_JWT, ClientAuthentication.MTLS);

    private final Definitions definitions;
    private final ClientSecrets secrets;

    ProviderClients(Definitions definitions, ClientSecrets secrets) {
        this.definitions = definitions;
        this.secrets = secrets;
    }

    /**
     * The definition by which a grant given under {@code version} is used: the newest one, unless that is of another client,
     * to which the provider would not answer for this grant, or asks other endpoints, to which nobody gave it.
     *
     * @param inputs that the grant was given with
     */
    public Uni<Definition> definitionForGrant(UUID definitionId, int version, Map<String, String> inputs) {
        return definitions
                .newest(definitionId)
                .flatMap(newest -> newest.version() == version
                        ? Uni.createFrom().item(newest.with(inputs))
                        : definitions.version(definitionId, version).map(granted -> speaking(newest, granted, inputs)));
    }

    /**
     * As {@link #definitionForGrant}, for a grant that was taken back: where what the person said of the account was erased since, the
     * version as its developer stated it.
     */
    public Uni<Definition> definitionForEnded(UUID definitionId, int version, Map<String, String> inputs) {
        return definitionForGrant(definitionId, version, inputs)
                .onFailure(Faults::isFinal)
                .recoverWithUni(() -> definitions.version(definitionId, version));
    }

    private static Definition speaking(Definition newest, Definition granted, Map<String, String> inputs) {
        if (!newest.speaksAs(granted)) {
            return granted.with(inputs);
        }
        try {
            return newest.with(inputs);
        } catch (Failure stricterNow) {
            return granted.with(inputs);
        }
    }

    /**
     * A client's secret as somebody typed it in; a key in the form that it is used in.
     *
     * @throws Failure INVALID naming {@code client_secret}, unless the client can prove itself with it
     */
    public static Secret proof(ProviderSettings settings, Secret typed) {
        var secret = KEYS.contains(settings.clientAuthentication()) ? ClientKeyPem.pkcs8(typed) : typed;
        requireProof(settings, secret);
        return secret;
    }

    /** @throws Failure INVALID naming {@code client_secret}, unless the client can prove itself with it */
    static void requireProof(ProviderSettings settings, Secret clientSecret) {
        try {
            settings.requireProof(Token.of(clientSecret.revealUtf8()));
        } catch (InvalidSettings refused) {
            throw Failure.invalid(refused.field(), refused.getMessage());
        }
    }

    /**
     * The client that an owner brought for a definition without one. Where the settings are not as their developer stated them, it
     * fails as {@link #open} does.
     */
    public Uni<ProviderClient> open(Definition definition, String clientId, Secret clientSecret) {
        var identity = new ClientIdentity(clientId, Optional.of(token(clientSecret)));
        return secrets.open(definition)
                .map(opened -> new ProviderClient(definition.settings().orElseThrow(), identity));
    }

    /** The client of an OAuth 2.0 definition that has one. */
    public Uni<ProviderClient> open(Definition definition) {
        var settings = definition.settings().orElseThrow();
        var clientId = definition.clientId().orElseThrow();
        return secrets.open(definition)
                .map(opened -> new ProviderClient(
                        settings,
                        new ClientIdentity(
                                clientId,
                                Optional.of(opened.current())
                                        .filter(secret -> secret.length() > 0)
                                        .map(ProviderClients::token),
                                opened.former().map(ProviderClients::token))));
    }

    private static Token token(Secret secret) {
        return Token.of(secret.revealUtf8());
    }
}
