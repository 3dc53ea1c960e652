package dev.grantkeeper.oauth2;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One provider and its quirks (RFC 6749 section 3), as a developer states them. Complete and consistent once built:
 * whatever is wrong is an {@link InvalidSettings} naming the field.
 *
 * @param grant what tokens are given for
 * @param strategy by its name, how requests for tokens are made where no settings can say it
 * @param pkce whether S256 is sent (RFC 7636); {@code plain} never is
 * @param scopes asked for by default
 * @param optionalScopes what may be asked for as well, when an app needs it
 * @param scopeSeparator between scopes in requests; a space unless the provider strays from RFC 6749 section 3.3
 * @param authorizationParameters sent with every authorization request
 * @param tokenParameters sent with every request for a token
 * @param resource where the tokens are to be used (RFC 8707)
 * @param lastingToken how the access token that a code brought is exchanged for a lasting one, before it is of use
 * @param renewalByAccessToken how access tokens are renewed where there are no refresh tokens
 */
public record ProviderSettings(
        Endpoints endpoints,
        GrantType grant,
        Optional<String> strategy,
        ClientAuthentication clientAuthentication,
        ClientAssertion clientAssertion,
        boolean pkce,
        List<String> scopes,
        List<String> optionalScopes,
        String scopeSeparator,
        Map<String, String> authorizationParameters,
        Map<String, String> tokenParameters,
        Optional<URI> resource,
        RotationPolicy rotation,
        Lifetimes lifetimes,
        Dialect dialect,
        TokenStyle tokenStyle,
        AnswerShape answerShape,
        Optional<AccessTokenExchange> lastingToken,
        Optional<AccessTokenExchange> renewalByAccessToken) {

    public ProviderSettings {
        scopes = List.copyOf(scopes);
        optionalScopes = List.copyOf(optionalScopes);
        authorizationParameters = Collections.unmodifiableMap(new LinkedHashMap<>(authorizationParameters));
        tokenParameters = Collections.unmodifiableMap(new LinkedHashMap<>(tokenParameters));
        Optional<URI> tokenUrl = Optional.of(endpoints.token());
        SettingsRules.checkScopes(scopes, optionalScopes, scopeSeparator);
        SettingsRules.checkParameters("authorization_parameters", authorizationParameters, endpoints.authorization());
        SettingsRules.checkParameters("token_parameters", tokenParameters, tokenUrl);
        SettingsRules.checkParameters("token_parameters", tokenParameters, endpoints.refresh());
        SettingsRules.checkParameters("exchange_parameters", tokenStyle.exchangeParameters(), tokenUrl);
        SettingsRules.checkParameters(
                "refresh_parameters",
                tokenStyle.refreshParameters(),
                endpoints.refresh().or(() -> tokenUrl));
        if (clientAuthentication != ClientAuthentication.PRIVATE_KEY_JWT
                && !clientAssertion.equals(ClientAssertion.STANDARD)) {
            throw new InvalidSettings(
                    "client_authentication", "client_authentication must be private_key_jwt with assertion_ settings");
        }
        if (clientAuthentication == ClientAuthentication.MTLS) {
            endpoints.requireTls();
        }
        SettingsRules.checkUnambiguous(
                dialect,
                List.of(
                        authorizationParameters,
                        tokenParameters,
                        tokenStyle.exchangeParameters(),
                        tokenStyle.refreshParameters()));
        resource.ifPresent(SettingsRules::checkResource);
        if (grant == GrantType.CLIENT_CREDENTIALS) {
            GrantRules.checkClientCredentials(
                    endpoints,
                    clientAuthentication,
                    optionalScopes,
                    rotation,
                    lifetimes,
                    lastingToken,
                    renewalByAccessToken);
            rotation = RotationPolicy.NONE;
        }
        if (renewalByAccessToken.isPresent()) {
            GrantRules.checkRenewalByAccessToken(endpoints, rotation);
            rotation = RotationPolicy.NONE;
        }
    }

    public Optional<URI> authorizationUrl() {
        return endpoints.authorization();
    }

    public URI tokenUrl() {
        return endpoints.token();
    }

    public Optional<URI> revocationUrl() {
        return endpoints.revocation();
    }

    public Optional<URI> introspectionUrl() {
        return endpoints.introspection();
    }

    public Optional<URI> issuer() {
        return endpoints.issuer();
    }

    /** Of an access token, where the provider never says. */
    public Optional<Duration> defaultLifetime() {
        return lifetimes.accessToken();
    }

    /** How long before expiry a renewal is due, in place of the usual rule. */
    public Optional<Duration> expiryMargin() {
        return lifetimes.expiryMargin();
    }

    /** How old an access token has to be before the provider renews it. */
    public Optional<Duration> renewableAfter() {
        return lifetimes.renewableAfter();
    }

    /** From a refresh token's issue, where the provider never says. */
    public Optional<Duration> refreshTokenLifetime() {
        return lifetimes.refreshToken();
    }

    /** After how long without use a refresh token dies. */
    public Optional<Duration> refreshTokenIdle() {
        return lifetimes.refreshTokenIdle();
    }

    /** Whether a person has to authorize, so that there is something to renew. */
    public boolean needsPerson() {
        return grant == GrantType.AUTHORIZATION_CODE;
    }

    public static ProviderSettingsBuilder builder(URI tokenUrl) {
        return new ProviderSettingsBuilder(tokenUrl);
    }

    /**
     * Reads the JSON form, which is what the vault stores and its API speaks.
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

    /** What is to be taken for granted of refresh tokens where nothing is stated. */
    RotationPolicy.Kind usualRotation() {
        return grant == GrantType.CLIENT_CREDENTIALS || renewalByAccessToken.isPresent()
                ? RotationPolicy.Kind.NONE
                : RotationPolicy.Kind.UNDECLARED;
    }

    /** Where requests go that renew. */
    URI renewalUrl() {
        if (grant == GrantType.CLIENT_CREDENTIALS) {
            return endpoints.token();
        }
        return renewalByAccessToken
                .map(AccessTokenExchange::url)
                .orElseGet(() -> endpoints.refresh().orElse(endpoints.token()));
    }

    /**
     * Where secrets go and in what form: settings that differ in it must not send what was entrusted under the others. A key's
     * id may change, so that keys can be changed.
     */
    public List<Object> secretsWay() {
        return List.of(
                endpoints.token(),
                renewalUrl(),
                endpoints.revocation(),
                endpoints.introspection(),
                grant,
                strategy,
                lastingToken,
                renewalByAccessToken,
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

    /**
     * What is kept of an account.
     *
     * @param found in what the provider sent
     */
    public Map<String, String> captured(Map<String, String> found) {
        return answerShape.captures().completed(found);
    }

    /** The names under which something of the provider's answers is kept. */
    public Set<String> capturedNames() {
        return answerShape.captures().sources().keySet();
    }

    /** @throws InvalidSettings naming the URL that this deployment must not call */
    public ProviderSettings require(UrlPolicy policy) {
        endpoints.forEach((field, url) -> SettingsRules.require(policy, field, url));
        lastingToken.ifPresent(exchange -> SettingsRules.require(policy, "lasting_token.url", exchange.url()));
        renewalByAccessToken.ifPresent(
                exchange -> SettingsRules.require(policy, "renewal_by_access_token.url", exchange.url()));
        return this;
    }
}
