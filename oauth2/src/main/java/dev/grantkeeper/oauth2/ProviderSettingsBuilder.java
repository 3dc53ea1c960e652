package dev.grantkeeper.oauth2;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts from what most providers want: the secret in the body, PKCE S256, scopes separated by a space. */
public final class ProviderSettingsBuilder {
    static final String DEFAULT_SEPARATOR = " ";

    private final URI tokenUrl;
    private Optional<URI> authorizationUrl = Optional.empty();
    private Optional<URI> refreshUrl = Optional.empty();
    private Optional<URI> revocationUrl = Optional.empty();
    private Optional<URI> introspectionUrl = Optional.empty();
    private Optional<URI> issuer = Optional.empty();
    private GrantType grant = GrantType.AUTHORIZATION_CODE;
    private Optional<String> strategy = Optional.empty();
    private ClientAuthentication clientAuthentication = ClientAuthentication.POST;
    private boolean pkce = true;
    private List<String> scopes = List.of();
    private String scopeSeparator = DEFAULT_SEPARATOR;
    private Map<String, String> authorizationParameters = Map.of();
    private Map<String, String> tokenParameters = Map.of();
    private RotationPolicy rotation = RotationPolicy.UNDECLARED;
    private Optional<Duration> defaultLifetime = Optional.empty();
    private Optional<Duration> expiryMargin = Optional.empty();
    private Optional<Duration> renewableAfter = Optional.empty();
    private Optional<Duration> refreshTokenLifetime = Optional.empty();
    private Optional<Duration> refreshTokenIdle = Optional.empty();
    private Optional<URI> resource = Optional.empty();
    private ClientAssertion clientAssertion = ClientAssertion.STANDARD;
    private Dialect dialect = Dialect.STANDARD;
    private TokenStyle tokenStyle = TokenStyle.STANDARD;
    private AnswerShape answerShape = AnswerShape.STANDARD;
    private List<String> optionalScopes = List.of();
    private Optional<AccessTokenExchange> lastingToken = Optional.empty();
    private Optional<AccessTokenExchange> renewalByAccessToken = Optional.empty();

    ProviderSettingsBuilder(URI tokenUrl) {
        this.tokenUrl = tokenUrl;
    }

    public ProviderSettingsBuilder authorizationUrl(URI url) {
        authorizationUrl = Optional.of(url);
        return this;
    }

    public ProviderSettingsBuilder refreshUrl(URI url) {
        refreshUrl = Optional.of(url);
        return this;
    }

    public ProviderSettingsBuilder revocationUrl(URI url) {
        revocationUrl = Optional.of(url);
        return this;
    }

    public ProviderSettingsBuilder introspectionUrl(URI url) {
        introspectionUrl = Optional.of(url);
        return this;
    }

    public ProviderSettingsBuilder issuer(URI url) {
        issuer = Optional.of(url);
        return this;
    }

    public ProviderSettingsBuilder grant(GrantType type) {
        grant = type;
        return this;
    }

    ProviderSettingsBuilder strategy(Optional<String> name) {
        strategy = name;
        return this;
    }

    public ProviderSettingsBuilder clientAuthentication(ClientAuthentication method) {
        clientAuthentication = method;
        return this;
    }

    public ProviderSettingsBuilder pkce(boolean sent) {
        pkce = sent;
        return this;
    }

    public ProviderSettingsBuilder scopes(List<String> names) {
        scopes = names;
        return this;
    }

    public ProviderSettingsBuilder optionalScopes(List<String> names) {
        optionalScopes = names;
        return this;
    }

    public ProviderSettingsBuilder scopeSeparator(String separator) {
        scopeSeparator = separator;
        return this;
    }

    public ProviderSettingsBuilder authorizationParameters(Map<String, String> parameters) {
        authorizationParameters = parameters;
        return this;
    }

    public ProviderSettingsBuilder tokenParameters(Map<String, String> parameters) {
        tokenParameters = parameters;
        return this;
    }

    public ProviderSettingsBuilder rotation(RotationPolicy policy) {
        rotation = policy;
        return this;
    }

    public ProviderSettingsBuilder defaultLifetime(Duration lifetime) {
        defaultLifetime = Optional.of(lifetime);
        return this;
    }

    public ProviderSettingsBuilder expiryMargin(Duration margin) {
        expiryMargin = Optional.of(margin);
        return this;
    }

    public ProviderSettingsBuilder renewableAfter(Duration age) {
        renewableAfter = Optional.of(age);
        return this;
    }

    public ProviderSettingsBuilder refreshTokenLifetime(Duration lifetime) {
        refreshTokenLifetime = Optional.of(lifetime);
        return this;
    }

    public ProviderSettingsBuilder refreshTokenIdle(Duration time) {
        refreshTokenIdle = Optional.of(time);
        return this;
    }

    public ProviderSettingsBuilder resource(URI indicator) {
        resource = Optional.of(indicator);
        return this;
    }

    ProviderSettingsBuilder clientAssertion(ClientAssertion assertion) {
        clientAssertion = assertion;
        return this;
    }

    ProviderSettingsBuilder dialect(Dialect spoken) {
        dialect = spoken;
        return this;
    }

    ProviderSettingsBuilder tokenStyle(TokenStyle style) {
        tokenStyle = style;
        return this;
    }

    ProviderSettingsBuilder answerShape(AnswerShape shape) {
        answerShape = shape;
        return this;
    }

    ProviderSettingsBuilder lastingToken(Optional<AccessTokenExchange> exchange) {
        lastingToken = exchange;
        return this;
    }

    ProviderSettingsBuilder renewalByAccessToken(Optional<AccessTokenExchange> exchange) {
        renewalByAccessToken = exchange;
        return this;
    }

    /** @throws InvalidSettings naming the first faulty field */
    public ProviderSettings build(UrlPolicy policy) {
        ProviderSettings settings = new ProviderSettings(
                        new Endpoints(authorizationUrl, tokenUrl, refreshUrl, revocationUrl, introspectionUrl, issuer),
                        grant,
                        strategy,
                        clientAuthentication,
                        clientAssertion,
                        pkce,
                        scopes,
                        optionalScopes,
                        scopeSeparator,
                        authorizationParameters,
                        tokenParameters,
                        resource,
                        rotation,
                        new Lifetimes(
                                defaultLifetime, expiryMargin, renewableAfter, refreshTokenLifetime, refreshTokenIdle),
                        dialect,
                        tokenStyle,
                        answerShape,
                        lastingToken,
                        renewalByAccessToken)
                .require(policy);
        strategy.map(TokenStrategies::named).ifPresent(named -> named.check(settings));
        return settings;
    }
}
