package dev.grantkeeper.vault.definition;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.SealingContext;
import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.inputs.Input;
import dev.grantkeeper.oauth2.inputs.StatedSettings;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.key.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One version of what an app offers its users, or their workspaces, to connect.
 *
 * @param issuer alias of the issuer whose app it is
 * @param name what people read; the same for all versions
 * @param stated the provider's settings, for OAuth 2.0
 * @param settingsDigest of the settings as stored; sealed into the client secret's context, so that whoever can write to the
 *     database still cannot have the secret sent elsewhere
 * @param clientId empty for a secret, and where whoever connects brings a client of their own
 * @param clientSecret sealed under the app's key; present for OAuth 2.0, and then of nothing where there is no
 *     secret
 * @param formerSecret sealed likewise: the same client's secret before this one, while the provider may still want it
 */
public record Definition(
        UUID id,
        String issuer,
        String app,
        OwnerKind owner,
        Optional<String> name,
        int version,
        ConnectionType type,
        Optional<StatedSettings> stated,
        Optional<String> settingsDigest,
        Optional<String> clientId,
        Optional<byte[]> clientSecret,
        Optional<byte[]> formerSecret,
        Instant createdAt) {

    /** Before {@link #with}, all that does not depend on inputs; its URLs lead nowhere then. */
    public Optional<ProviderSettings> settings() {
        return stated.map(StatedSettings::settings);
    }

    /** What is asked of whoever connects. */
    public List<Input> inputs() {
        return stated.map(StatedSettings::inputs).orElseGet(List::of);
    }

    /** Why the provider answers without a refresh token, where it does. */
    public Optional<String> noRefreshToken() {
        return stated.flatMap(StatedSettings::noRefreshToken);
    }

    /** What {@link #with} put in place of the inputs. */
    public Map<String, String> inputValues() {
        return stated.map(StatedSettings::values).orElseGet(Map::of);
    }

    /** @throws Failure INVALID naming the input that is missing, malformed or unknown */
    public Definition with(Map<String, String> given) {
        try {
            return copy(stated.map(settings -> settings.with(given)), clientSecret, formerSecret);
        } catch (InvalidSettings refused) {
            throw Failure.invalid(refused.field(), refused.getMessage());
        }
    }

    /**
     * With what a person said of their account before, as far as it is still asked; as it is, where that is not enough.
     *
     * @param said may have more than that
     */
    public Definition withKnown(Map<String, String> said) {
        var known = new HashMap<>(said);
        known.keySet().retainAll(inputs().stream().map(Input::name).toList());
        return accepting(known).orElse(this);
    }

    /** Whether somebody has to authorize, or to type in, what the app then uses. */
    public boolean needsPerson() {
        return settings().map(ProviderSettings::needsPerson).orElse(true);
    }

    /** Whether whoever connects brings a client of their own at the provider. */
    public boolean bringsClient() {
        return !needsPerson() && clientId.isEmpty();
    }

    /** Itself, where it takes nobody to say or to bring anything. */
    public Optional<Definition> selfSufficient() {
        return forAppClient(Map.of());
    }

    /**
     * By which a connection goes on that asks for tokens with the app's client, whatever it went by before: the developer may send
     * that wherever they say.
     *
     * @param inputs that the owner gave
     * @return empty where a person has to say, or to bring, something
     */
    public Optional<Definition> forAppClient(Map<String, String> inputs) {
        return needsPerson() || bringsClient() ? Optional.empty() : accepting(inputs);
    }

    /** The same with a client that the owner brought, which is sent nowhere else than before. */
    public Optional<Definition> forOwnerClient(Definition granted, Map<String, String> inputs) {
        return bringsClient() && speaksAs(granted) ? accepting(inputs) : Optional.empty();
    }

    private Optional<Definition> accepting(Map<String, String> inputs) {
        try {
            return Optional.of(with(inputs));
        } catch (Failure others) {
            return Optional.empty();
        }
    }

    /**
     * What a renewal asks for.
     *
     * @param granted by a person, where one is needed
     */
    public List<String> scopesToRenew(List<String> granted) {
        return needsPerson() ? granted : defaultScopes();
    }

    Scope scope() {
        return Scope.app(issuer, app);
    }

    SealingContext clientSecretContext() {
        return secretContext("");
    }

    SealingContext formerSecretContext() {
        return secretContext("/former");
    }

    private SealingContext secretContext(String which) {
        var subject = id + "/" + settingsDigest.orElseThrow() + which;
        return new SealingContext(SealedKind.CLIENT_SECRET, scope().id(), app, subject, "", "", version);
    }

    /**
     * Whether the same client asks the same endpoints in the same way: only then may what was entrusted under one version be
     * sent as the other says.
     */
    public boolean speaksAs(Definition other) {
        return clientId.equals(other.clientId)
                && stated.map(StatedSettings::secretsWay).equals(other.stated.map(StatedSettings::secretsWay));
    }

    /** Whether what one provider calls its accounts means the same to the other; with the inputs filled in. */
    public boolean asksProviderOf(Definition other) {
        return provider().equals(other.provider());
    }

    private Optional<String> provider() {
        return settings().map(known -> known.tokenUrl().getAuthority());
    }

    /**
     * Whether a grant that was given under an earlier version has to be given anew: it goes on under that one, but as another
     * client, elsewhere, or without scopes that nobody was asked for then.
     *
     * @param scopes of the grant
     */
    public boolean asksAnew(Definition granted, List<String> scopes) {
        return !speaksAs(granted)
                || defaultScopes().stream()
                        .anyMatch(scope -> !scopes.contains(scope)
                                && !granted.defaultScopes().contains(scope));
    }

    private List<String> defaultScopes() {
        return settings().map(ProviderSettings::scopes).orElseGet(List::of);
    }

    Definition withSecrets(byte[] current, Optional<byte[]> former) {
        return copy(stated, Optional.of(current), former);
    }

    Definition named(Optional<String> other) {
        return copy(other, stated, clientSecret, formerSecret);
    }

    private Definition copy(Optional<StatedSettings> settings, Optional<byte[]> current, Optional<byte[]> former) {
        return copy(name, settings, current, former);
    }

    private Definition copy(
            Optional<String> called,
            Optional<StatedSettings> settings,
            Optional<byte[]> current,
            Optional<byte[]> former) {
        return new Definition(
                id,
                issuer,
                app,
                owner,
                called,
                version,
                type,
                settings,
                settingsDigest,
                clientId,
                current,
                former,
                createdAt);
    }

    static String digest(Optional<String> clientId, String settings) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(clientId.orElse("").getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            return HexFormat.of().formatHex(sha256.digest(settings.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJreHasIt) {
            throw new IllegalStateException(everyJreHasIt);
        }
    }
}
