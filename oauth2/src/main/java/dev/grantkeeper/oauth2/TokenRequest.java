package dev.grantkeeper.oauth2;

import dev.grantkeeper.oauth2.egress.ClientCertificate;
import dev.grantkeeper.oauth2.egress.Request;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request with the client's proof in exactly one place (RFC 6749 section 2.3). Not printable: it carries secrets.
 *
 * <p>Static parameters go first and the protocol's own after them: those win, whatever the settings say.
 */
final class TokenRequest implements Request {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpMethod method;
    private final URI url;
    private final Map<String, String> headers;
    private final String body;
    private final Optional<ClientCertificate> certificate;

    private TokenRequest(
            HttpMethod method,
            URI url,
            Map<String, String> headers,
            String body,
            Optional<ClientCertificate> certificate) {
        this.method = method;
        this.url = url;
        this.headers = headers;
        this.body = body;
        this.certificate = certificate;
    }

    static TokenRequest codeExchange(ProviderSettings settings, ClientIdentity client, CodeGrant grant, Instant now) {
        Map<String, String> fields = parameters(settings, settings.tokenStyle().exchangeParameters());
        fields.put("grant_type", "authorization_code");
        fields.put("code", grant.code().reveal());
        fields.put("redirect_uri", grant.redirectUri().toString());
        grant.pkce()
                .ifPresent(pkce -> fields.put("code_verifier", pkce.verifier().reveal()));
        return token(settings, client, settings.tokenUrl(), fields, Map.of(), now);
    }

    /**
     * @param presented what the token is renewed with; without effect where the client alone is asked for
     * @param scopes none, to get what was granted; else to narrow it
     */
    static TokenRequest renewal(
            ProviderSettings settings,
            ClientIdentity client,
            Optional<Token> presented,
            List<String> scopes,
            Instant now) {
        if (settings.grant() == GrantType.CLIENT_CREDENTIALS) {
            return clientCredentials(settings, client, scopes, now);
        }
        return settings.renewalByAccessToken()
                .map(exchange -> accessTokenExchange(settings, client, exchange, presented.orElseThrow(), now))
                .orElseGet(() -> refresh(settings, client, presented.orElseThrow(), scopes, now));
    }

    private static TokenRequest refresh(
            ProviderSettings settings, ClientIdentity client, Token refreshToken, List<String> scopes, Instant now) {
        Map<String, String> fields = parameters(settings, settings.tokenStyle().refreshParameters());
        fields.put("grant_type", "refresh_token");
        fields.put("refresh_token", refreshToken.reveal());
        putScopes(fields, settings, scopes);
        var headers = settings.tokenStyle().refreshHeaders();
        return token(settings, client, settings.renewalUrl(), fields, headers, now);
    }

    private static TokenRequest clientCredentials(
            ProviderSettings settings, ClientIdentity client, List<String> scopes, Instant now) {
        Map<String, String> fields = parameters(settings, Map.of());
        fields.put("grant_type", "client_credentials");
        putScopes(fields, settings, scopes);
        return token(settings, client, settings.tokenUrl(), fields, Map.of(), now);
    }

    static TokenRequest accessTokenExchange(
            ProviderSettings settings,
            ClientIdentity client,
            AccessTokenExchange exchange,
            Token accessToken,
            Instant now) {
        Map<String, String> fields = parameters(settings, Map.of());
        fields.put("grant_type", exchange.grantType());
        fields.put(exchange.parameter(), accessToken.reveal());
        Map<String, String> headers = new LinkedHashMap<>(settings.tokenStyle().headers());
        if (exchange.provesClient()) {
            headers.putAll(authenticated(settings, client, fields, now));
        }
        TokenDraft draft = new TokenDraft(
                exchange.method(), exchange.url(), headers, settings.dialect().speak(fields));
        return written(settings, client, draft, now);
    }

    /** Always a form (RFC 7009 section 2.1, RFC 7662 section 2.1), whatever the token endpoint wants. */
    static TokenRequest about(
            ProviderSettings settings, ClientIdentity client, URI url, Token token, TokenType type, Instant now) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("token", token.reveal());
        fields.put("token_type_hint", type.hint());
        Map<String, String> headers = authenticated(settings, client, fields, now);
        return form(url, headers, settings.dialect().speak(fields), certificate(settings, client));
    }

    /** A public document: nothing proves the client. */
    static TokenRequest document(URI url) {
        return new TokenRequest(HttpMethod.GET, url, Map.of(), "", Optional.empty());
    }

    @Override
    public HttpMethod method() {
        return method;
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public String body() {
        return body;
    }

    @Override
    public Optional<ClientCertificate> certificate() {
        return certificate;
    }

    private static Map<String, String> parameters(ProviderSettings settings, Map<String, String> further) {
        Map<String, String> fields = new LinkedHashMap<>(settings.tokenParameters());
        fields.putAll(further);
        settings.resource().ifPresent(resource -> fields.put("resource", resource.toString()));
        return fields;
    }

    private static TokenRequest token(
            ProviderSettings settings,
            ClientIdentity client,
            URI url,
            Map<String, String> fields,
            Map<String, String> further,
            Instant now) {
        Map<String, String> headers = new LinkedHashMap<>(settings.tokenStyle().headers());
        headers.putAll(further);
        headers.putAll(authenticated(settings, client, fields, now));
        Map<String, String> spoken = settings.dialect().speak(fields);
        return written(settings, client, new TokenDraft(HttpMethod.POST, url, headers, spoken), now);
    }

    private static TokenRequest written(
            ProviderSettings settings, ClientIdentity client, TokenDraft standard, Instant now) {
        TokenDraft draft = settings.strategy()
                .map(name -> TokenStrategies.named(name).rewrite(standard, settings, client, now))
                .orElse(standard);
        Map<String, String> headers = new LinkedHashMap<>(draft.headers());
        var certificate = certificate(settings, client);
        if (draft.method() == HttpMethod.GET) {
            return new TokenRequest(draft.method(), inQuery(draft), headers, "", certificate);
        }
        return switch (settings.tokenStyle().body()) {
            case FORM -> form(draft.url(), headers, draft.fields(), certificate);
            case JSON -> {
                headers.put("Content-Type", "application/json");
                String body = new JsonObject(new LinkedHashMap<>(draft.fields())).encode();
                yield post(draft.url(), headers, body, certificate);
            }
            case QUERY -> post(inQuery(draft), headers, "", certificate);
        };
    }

    private static URI inQuery(TokenDraft draft) {
        return FormEncoding.append(draft.url(), FormEncoding.query(draft.fields()));
    }

    private static TokenRequest form(
            URI url, Map<String, String> headers, Map<String, String> fields, Optional<ClientCertificate> certificate) {
        headers.put("Content-Type", FORM);
        return post(url, headers, FormEncoding.body(fields), certificate);
    }

    private static TokenRequest post(
            URI url, Map<String, String> headers, String body, Optional<ClientCertificate> certificate) {
        return new TokenRequest(HttpMethod.POST, url, headers, body, certificate);
    }

    private static Optional<ClientCertificate> certificate(ProviderSettings settings, ClientIdentity client) {
        return settings.clientAuthentication() == ClientAuthentication.MTLS
                ? Optional.of(
                        CertifiedKey.read(client.clientSecret().orElseThrow()).certificate())
                : Optional.empty();
    }

    /** @return the header that proves the client, unless its fields or the connection do */
    private static Map<String, String> authenticated(
            ProviderSettings settings, ClientIdentity client, Map<String, String> fields, Instant now) {
        return switch (settings.clientAuthentication()) {
            case BASIC -> basic(FormEncoding.encode(client.clientId()), FormEncoding.encode(secret(client)));
            case BASIC_SECRET_ONLY -> basic(secret(client), "");
            case POST -> {
                fields.put("client_id", client.clientId());
                fields.put("client_secret", secret(client));
                yield new LinkedHashMap<>();
            }
            case PRIVATE_KEY_JWT -> {
                fields.put("client_id", client.clientId());
                fields.put("client_assertion_type", ClientAssertion.TYPE);
                fields.put(
                        "client_assertion",
                        settings.clientAssertion()
                                .sign(
                                        client.clientSecret().orElseThrow(),
                                        client.clientId(),
                                        settings.tokenUrl().toString(),
                                        now));
                yield new LinkedHashMap<>();
            }
            case MTLS, NONE -> {
                fields.put("client_id", client.clientId());
                yield new LinkedHashMap<>();
            }
        };
    }

    private static Map<String, String> basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new LinkedHashMap<>(
                Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)));
    }

    private static String secret(ClientIdentity client) {
        return client.clientSecret().orElseThrow().reveal();
    }

    private static void putScopes(Map<String, String> fields, ProviderSettings settings, List<String> scopes) {
        if (!scopes.isEmpty()) {
            fields.put("scope", String.join(settings.scopeSeparator(), scopes));
        }
    }
}
