package dev.grantkeeper.oauth2;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls token and revocation endpoints. Every call is one request: no redirect is followed, nothing is sent twice, and
 * no future of it fails, because every ending is an {@link Outcome}. Safe for use by many threads; never blocks.
 */
public final class TokenClient implements AutoCloseable {
    private final Vertx vertx;
    private final TokenClientOptions options;
    private final InstantSource clock;
    private final HttpClient http;

    public TokenClient(Vertx vertx, TokenClientOptions options, InstantSource clock) {
        this.vertx = vertx;
        this.options = options;
        this.clock = clock;
        this.http = vertx.createHttpClient(
                httpOptions(options), new PoolOptions().setHttp1MaxSize(options.maxConnections()));
    }

    /** Redeems an authorization code (RFC 6749 section 4.1.3). An overdue answer is {@link Outcome.Unknown}. */
    public Future<Outcome> exchangeCode(ProviderSettings settings, ClientIdentity client, CodeGrant grant) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "authorization_code");
        fields.put("code", grant.code().reveal());
        fields.put("redirect_uri", grant.redirectUri().toString());
        grant.pkce()
                .ifPresent(pkce -> fields.put("code_verifier", pkce.verifier().reveal()));
        return inTime(askForToken(settings, client, settings.tokenUrl(), fields));
    }

    /**
     * Uses a refresh token, once (RFC 6749 section 6).
     *
     * @param scopes none, to get what was granted; else to narrow it
     */
    public RefreshCall refresh(
            ProviderSettings settings, ClientIdentity client, Token refreshToken, List<String> scopes) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "refresh_token");
        fields.put("refresh_token", refreshToken.reveal());
        putScopes(fields, settings, scopes);
        Future<Outcome> settled = askForToken(settings, client, settings.effectiveRefreshUrl(), fields);
        return new RefreshCall(inTime(settled), settled);
    }

    /** A token for the client itself (RFC 6749 section 4.4). An overdue answer is {@link Outcome.Unknown}. */
    public Future<Outcome> clientCredentials(ProviderSettings settings, ClientIdentity client, List<String> scopes) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "client_credentials");
        putScopes(fields, settings, scopes);
        return inTime(askForToken(settings, client, settings.tokenUrl(), fields));
    }

    /** Revokes a token (RFC 7009). */
    public Future<Revocation> revoke(ProviderSettings settings, ClientIdentity client, Token token, TokenType type) {
        if (settings.revocationUrl().isEmpty()) {
            return Future.succeededFuture(Revocation.NOT_OFFERED);
        }
        URI url = settings.revocationUrl().get();
        if (fault(settings, client, url).isPresent()) {
            return Future.succeededFuture(Revocation.REFUSED);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("token", token.reveal());
        fields.put("token_type_hint", type.hint());
        return send(TokenRequest.authenticated(settings, client, url, fields)).map(TokenClient::revocation);
    }

    /** Ends what is under way: those calls end as {@link Outcome.Unknown}. */
    @Override
    public void close() {
        http.close();
    }

    private Future<Outcome> askForToken(
            ProviderSettings settings, ClientIdentity client, URI url, Map<String, String> fields) {
        Optional<String> fault = fault(settings, client, url);
        if (fault.isPresent()) {
            return Future.succeededFuture(new Outcome.Misconfigured(fault.get()));
        }
        return send(TokenRequest.token(settings, client, url, fields)).map(this::outcome);
    }

    private Optional<String> fault(ProviderSettings settings, ClientIdentity client, URI url) {
        if (!options.urlPolicy().allows(url)) {
            return Optional.of("url_not_allowed");
        }
        return TokenRequest.lacksSecret(settings, client) ? Optional.of("client_secret_missing") : Optional.empty();
    }

    private Future<Reply> send(TokenRequest request) {
        return Exchange.send(vertx, http, options, request);
    }

    private Future<Outcome> inTime(Future<Outcome> settled) {
        Promise<Outcome> first = Promise.promise();
        long overdue = vertx.setTimer(
                options.answerWithin().toMillis(), timer -> first.tryComplete(new Outcome.Unknown("answer_overdue")));
        settled.onSuccess(outcome -> {
            vertx.cancelTimer(overdue);
            first.tryComplete(outcome);
        });
        return first.future();
    }

    private Outcome outcome(Reply reply) {
        if (reply instanceof Reply.Complete complete) {
            return classify(complete.status(), complete.headers(), complete.body());
        }
        if (reply instanceof Reply.CutShort cut) {
            boolean acted = cut.status() >= 200 && cut.status() < 300;
            return acted ? new Outcome.Unknown(cut.reason()) : classify(cut.status(), cut.headers(), Buffer.buffer());
        }
        return reply instanceof Reply.NotSent unsent
                ? Outcome.Transient.notSent(unsent.reason())
                : new Outcome.Unknown(((Reply.Lost) reply).reason());
    }

    private Outcome classify(int status, MultiMap headers, Buffer body) {
        return OutcomeClassifier.classify(status, headers, body, clock.instant());
    }

    private static Revocation revocation(Reply reply) {
        int status = reply instanceof Reply.Complete complete
                ? complete.status()
                : reply instanceof Reply.CutShort cut ? cut.status() : 0;
        if (status >= 200 && status < 300) {
            return Revocation.REVOKED;
        }
        return status == 0 || status == 429 || status >= 500 ? Revocation.RETRY : Revocation.REFUSED;
    }

    private static void putScopes(Map<String, String> fields, ProviderSettings settings, List<String> scopes) {
        if (!scopes.isEmpty()) {
            fields.put("scope", String.join(settings.scopeSeparator(), scopes));
        }
    }

    /**
     * No connection is used twice: on a kept one that the provider is just closing, sent and not sent look alike. No
     * waiting for a free one either: the request would go out later than its caller allowed.
     */
    private static HttpClientOptions httpOptions(TokenClientOptions options) {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setUseAlpn(false)
                .setKeepAlive(false)
                .setPipelining(false)
                .setMaxWaitQueueSize(0)
                .setConnectTimeout(Math.toIntExact(options.connectWithin().toMillis()))
                .setMaxHeaderSize(16 * 1024)
                .setMaxInitialLineLength(1024)
                .setDecompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setVerifyHost(true);
    }
}
