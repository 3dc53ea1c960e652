package dev.grantkeeper.oauth2;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One provider and its quirks (RFC 6749 section 3), as a developer states them. Complete and consistent once built:
 * whatever is wrong is an {@link InvalidSettings} naming the field.
 *
 * @param authorizationUrl where people are sent; only the client-credentials grant does without
 * @param tokenUrl where codes are exchanged; its own query string is kept
 * @param refreshUrl where tokens are refreshed, if not at {@code tokenUrl}
 * @param revocationUrl RFC 7009
 * @param introspectionUrl RFC 7662
 * @param issuer if stated, every authorization response must name it (RFC 9207)
 * @param pkce whether S256 is sent (RFC 7636); {@code plain} never is
 * @param scopes asked for by default
 * @param scopeSeparator between scopes in requests; a space unless the provider strays from RFC 6749 section 3.3
 * @param authorizationParameters sent with every authorization request
 * @param tokenParameters sent with every request for a token
 * @param defaultLifetime of an access token, where the provider never says
 * @param expiryMargin how long before expiry a renewal is due, in place of the usual rule
 * @param renewableAfter how old an access token has to be before the provider renews it
 * @param refreshTokenLifetime from its issue, where the provider never says
 * @param refreshTokenIdle after how long without use a refresh token dies
 * @param optionalScopes what may be asked for as well, when an app needs it
 * @param resource where the tokens are to be used (RFC 8707)
 */
public record ProviderSettings(
        Optional<URI> authorizationUrl,
        URI tokenUrl,
        Optional<URI> refreshUrl,
        Optional<URI> revocationUrl,
        Optional<URI> introspectionUrl,
        Optional<URI> issuer,
        ClientAuthentication clientAuthentication,
        boolean pkce,
        List<String> scopes,
        String scopeSeparator,
        Map<String, String> authorizationParameters,
        Map<String, String> tokenParameters,
        RotationPolicy rotation,
        Optional<Duration> defaultLifetime,
        Optional<Duration> expiryMargin,
        Optional<Duration> renewableAfter,
        Optional<Duration> refreshTokenLifetime,
        Optional<Duration> refreshTokenIdle,
        Optional<URI> resource,
        ClientAssertion clientAssertion,
        Dialect dialect,
        TokenStyle tokenStyle,
        AnswerShape answerShape,
        List<String> optionalScopes) {

    public ProviderSettings {
        scopes = List.copyOf(scopes);
        optionalScopes = List.copyOf(optionalScopes);
        authorizationParameters = Collections.unmodifiableMap(new LinkedHashMap<>(authorizationParameters));
        tokenParameters = Collections.unmodifiableMap(new LinkedHashMap<>(tokenParameters));
        SettingsRules.checkUrl("token_url", tokenUrl);
        authorizationUrl.ifPresent(url -> SettingsRules.checkUrl("authorization_url", url));
        refreshUrl.ifPresent(url -> SettingsRules.checkUrl("refresh_url", url));
        revocationUrl.ifPresent(url -> SettingsRules.checkUrl("revocation_url", url));
        introspectionUrl.ifPresent(url -> SettingsRules.checkUrl("introspection_url", url));
        issuer.ifPresent(SettingsRules::checkIssuer);
        SettingsRules.checkScopes(scopes, optionalScopes, scopeSeparator);
        SettingsRules.checkParameters("authorization_parameters", authorizationParameters, authorizationUrl);
        SettingsRules.checkParameters("token_parameters", tokenParameters, Optional.of(tokenUrl));
        SettingsRules.checkParameters("token_parameters", tokenParameters, refreshUrl);
        SettingsRules.checkParameters("exchange_parameters", tokenStyle.exchangeParameters(), Optional.of(tokenUrl));
        SettingsRules.checkParameters(
                "refresh_parameters", tokenStyle.refreshParameters(), Optional.of(refreshUrl.orElse(tokenUrl)));
        if (clientAuthentication != ClientAuthentication.PRIVATE_KEY_JWT
                && !clientAssertion.equals(ClientAssertion.STANDARD)) {
            throw new InvalidSettings(
                    "client_authentication", "client_authentication must be private_key_jwt with assertion_ settings");
        }
        if (clientAuthentication == ClientAuthentication.MTLS) {
            SettingsRules.requireTls("token_url", tokenUrl);
            refreshUrl.ifPresent(url -> SettingsRules.requireTls("refresh_url", url));
            revocationUrl.ifPresent(url -> SettingsRules.requireTls("revocation_url", url));
        }
        SettingsRules.checkUnambiguous(
                dialect,
                List.of(
                        authorizationParameters,
                        tokenParameters,
                        tokenStyle.exchangeParameters(),
                        tokenStyle.refreshParameters()));
        resource.ifPresent(SettingsRules::checkResource);
        defaultLifetime.ifPresent(time -> SettingsRules.checkDuration("default_lifetime_seconds", time));
        expiryMargin.ifPresent(time -> SettingsRules.checkDuration("expiry_margin_seconds", time));
        renewableAfter.ifPresent(time -> SettingsRules.checkDuration("renewable_after_seconds", time));
        refreshTokenLifetime.ifPresent(time -> SettingsRules.checkDuration("refresh_token_lifetime_seconds", time));
        refreshTokenIdle.ifPresent(time -> SettingsRules.checkDuration("refresh_token_idle_seconds", time));
    }

    public static ProviderSettingsBuilder builder(URI tokenUrl) {
        return new ProviderSettingsBuilder(tokenUrl);
    }

    /**
     * Reads the JSON form, which is what the vault stores and its API speaks. For the authorization-code grant:
     * {@code authorization_url} is required.
     *
     * @throws InvalidSettings at the first fault, an unknown field included
     */
    public static ProviderSettings fromJson(JsonObject json, UrlPolicy policy) {
        return SettingsJson.read(json, policy);
    }

    /** The JSON form; fields at their default are left out. */
    public JsonObject toJson() {
        return SettingsJson.write(this);
    }

    /** All that people may be asked for: first what they always are. */
    public List<String> offeredScopes() {
        return Stream.concat(scopes.stream(), optionalScopes.stream()).toList();
    }

    /** Where refresh requests go. */
    public URI effectiveRefreshUrl() {
        return refreshUrl.orElse(tokenUrl);
    }

    /**
     * Where secrets go and in what form: settings that differ in it must not send what was entrusted under the others. A key's
     * id may change, so that keys can be changed.
     */
    public List<Object> secretsWay() {
        return List.of(
                tokenUrl,
                effectiveRefreshUrl(),
                revocationUrl,
                introspectionUrl,
                clientAuthentication,
                tokenStyle.body(),
                dialect.parameterNames());
    }

    /** @throws InvalidSettings naming {@code client_secret}, unless this client can prove itself with it */
    public void requireProof(Token clientSecret) {
        if (clientAuthentication == ClientAuthentication.PRIVATE_KEY_JWT) {
            clientAssertion.check(clientSecret);
        }
        if (clientAuthentication == ClientAuthentication.MTLS) {
            CertifiedKey.read(clientSecret).check();
        }
    }

    /** The name of what is kept of the provider's answers that tells two accounts apart, where the settings say. */
    public Optional<String> account() {
        return answerShape.captures().account();
    }

    /** @throws InvalidSettings naming the URL that this deployment must not call */
    public ProviderSettings require(UrlPolicy policy) {
        SettingsRules.require(policy, "token_url", tokenUrl);
        authorizationUrl.ifPresent(url -> SettingsRules.require(policy, "authorization_url", url));
        refreshUrl.ifPresent(url -> SettingsRules.require(policy, "refresh_url", url));
        revocationUrl.ifPresent(url -> SettingsRules.require(policy, "revocation_url", url));
        introspectionUrl.ifPresent(url -> SettingsRules.require(policy, "introspection_url", url));
        issuer.ifPresent(url -> SettingsRules.require(policy, "issuer", url));
        return this;
    }
}
