package dev.grantkeeper.oauth2;

import dev.grantkeeper.oauth2.ProvenCalls.Telling;
import dev.grantkeeper.oauth2.egress.Egress;
import dev.grantkeeper.oauth2.egress.Refusal;
import dev.grantkeeper.oauth2.egress.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls token and revocation endpoints. Every call is one request: no redirect is followed, nothing is sent twice (but for a
 * client whose newer secret the provider refuses before it looks at anything else), and no future of it fails, because every
 * ending is an {@link Outcome}. Safe for use by many threads; never blocks.
 */
public final class TokenClient implements AutoCloseable {
    private static final Outcome OVERDUE = new Outcome.Unknown("answer_overdue");

    private final Vertx vertx;
    private final TokenClientOptions options;
    private final InstantSource clock;
    private final Egress egress;
    private final ProvenCalls calls;
    private final Patience usual;

    public TokenClient(Vertx vertx, TokenClientOptions options, InstantSource clock) {
        this.vertx = vertx;
        this.options = options;
        this.clock = clock;
        this.egress = new Egress(vertx, options.egress());
        this.calls = new ProvenCalls(egress, options, clock);
        this.usual = new Patience(options.connectWithin(), options.answerWithin());
    }

    /**
     * Redeems an authorization code (RFC 6749 section 4.1.3) and, where the settings say so, exchanges what it brought for a
     * lasting token. An overdue answer is {@link Outcome.Unknown}. Where the answer does not say when the token ends, the provider
     * is asked (RFC 7662), which takes as long again at most, and brings or costs nothing else.
     */
    public Future<Outcome> exchangeCode(ProviderSettings settings, ClientIdentity client, CodeGrant grant) {
        Future<Outcome> exchanged = askForToken(
                        settings,
                        client,
                        settings.tokenUrl(),
                        as -> TokenRequest.codeExchange(settings, as, grant, clock.instant()),
                        settings.answerShape(),
                        usual)
                .compose(first -> first instanceof Outcome.Renewed brought
                        ? lasting(settings, client, brought)
                        : Future.succeededFuture(first))
                .map(outcome -> Endings.renewed(settings, outcome));
        return inTime(exchanged, OVERDUE)
                .compose(outcome -> outcome instanceof Outcome.Renewed renewed
                                && renewed.lifetime().isEmpty()
                                && settings.introspectionUrl().isPresent()
                        ? introspected(settings, client, renewed)
                        : Future.succeededFuture(outcome));
    }

    private Future<Outcome> lasting(ProviderSettings settings, ClientIdentity client, Outcome.Renewed brought) {
        return settings.lastingToken()
                .map(exchange -> askForToken(
                                settings,
                                client,
                                exchange.url(),
                                as -> TokenRequest.accessTokenExchange(
                                        settings, as, exchange, brought.accessToken(), clock.instant()),
                                settings.answerShape(),
                                usual)
                        .map(second ->
                                second instanceof Outcome.Renewed lasting ? brought.replacedBy(lasting) : second))
                .orElseGet(() -> Future.succeededFuture(brought));
    }

    private Future<Outcome> introspected(ProviderSettings settings, ClientIdentity client, Outcome.Renewed renewed) {
        return introspect(settings, client, renewed.accessToken(), TokenType.ACCESS_TOKEN)
                .map(answer -> answer.filter(Introspection::active)
                        .map(said -> renewed.knowing(said.lifetime(), said.scopes()))
                        .orElse(renewed));
    }

    /** As the other one, with the client's own patience. */
    public RenewalCall renew(
            ProviderSettings settings, ClientIdentity client, Optional<Token> presented, List<String> scopes) {
        return renew(settings, client, presented, scopes, usual);
    }

    /**
     * Asks for the next token, once, in the way of the settings: by a refresh token, by the access token at hand, or for the
     * client alone.
     *
     * @param presented what the token is renewed with; empty where the client alone is asked for
     * @param scopes none, to get what was granted; else to narrow it
     * @param connectWithin 1 ms or more; the client's own patience holds where it is less
     * @param answerWithin 1 ms or more; likewise
     */
    public RenewalCall renew(
            ProviderSettings settings,
            ClientIdentity client,
            Optional<Token> presented,
            List<String> scopes,
            Duration connectWithin,
            Duration answerWithin) {
        return renew(settings, client, presented, scopes, usual.atMost(new Patience(connectWithin, answerWithin)));
    }

    private RenewalCall renew(
            ProviderSettings settings,
            ClientIdentity client,
            Optional<Token> presented,
            List<String> scopes,
            Patience patience) {
        Future<Outcome> settled = askForToken(
                        settings,
                        client,
                        settings.renewalUrl(),
                        as -> TokenRequest.renewal(settings, as, presented, scopes, clock.instant()),
                        settings.answerShape().ofRenewals(),
                        patience)
                .map(outcome -> Endings.renewed(settings, outcome));
        return new RenewalCall(inTime(settled, OVERDUE, patience.answerWithin()), settled);
    }

    /** Revokes a token (RFC 7009). An overdue answer is {@link Revocation#RETRY}. */
    public Future<Revocation> revoke(ProviderSettings settings, ClientIdentity client, Token token, TokenType type) {
        if (settings.revocationUrl().isEmpty()) {
            return Future.succeededFuture(Revocation.NOT_OFFERED);
        }
        URI url = settings.revocationUrl().get();
        Future<Revocation> settled = calls.send(
                settings,
                client,
                url,
                as -> TokenRequest.about(settings, as, url, token, type, clock.instant()),
                usual,
                new Telling<>(fault -> Revocation.REFUSED, Endings::revocation));
        return inTime(settled, Revocation.RETRY);
    }

    /**
     * Asks what the provider knows of a token (RFC 7662).
     *
     * @return empty where it does not offer to say, or did not
     */
    public Future<Optional<Introspection>> introspect(
            ProviderSettings settings, ClientIdentity client, Token token, TokenType type) {
        if (settings.introspectionUrl().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        URI url = settings.introspectionUrl().get();
        Future<Optional<Introspection>> settled = calls.send(
                settings,
                client,
                url,
                as -> TokenRequest.about(settings, as, url, token, type, clock.instant()),
                usual,
                new Telling<>(fault -> Optional.empty(), reply -> Introspection.read(reply, clock.instant())));
        return inTime(settled, Optional.empty());
    }

    /**
     * Asks an issuer what it publishes of itself (RFC 8414 section 3, OpenID Connect Discovery 1.0 section 4). Fails with
     * {@link InvalidSettings} naming {@code issuer}, unless that is enough to authorize people there.
     *
     * @return settings as {@link ProviderSettings#fromJson} reads them
     */
    public Future<JsonObject> discover(URI issuer) {
        return Discovery.of(issuer, options.urlPolicy(), this::document);
    }

    /**
     * Fetches a public document, such as keys or metadata. Fails with an {@link IllegalStateException} that says in a word what
     * came in place of a 200 with a JSON object.
     */
    public Future<JsonObject> document(URI url) {
        if (!calls.allows(url)) {
            return Future.failedFuture(new IllegalStateException("url_not_allowed"));
        }
        return inTime(
                        egress.send(TokenRequest.document(url), options.connectWithin()),
                        new Reply.Lost("answer_overdue"))
                .map(Reply::json);
    }

    /** Ends what is under way: those calls end as {@link Outcome.Unknown}. */
    @Override
    public void close() {
        egress.close();
    }

    private Future<Outcome> askForToken(
            ProviderSettings settings,
            ClientIdentity client,
            URI url,
            Function<ClientIdentity, TokenRequest> request,
            AnswerShape shape,
            Patience patience) {
        Function<Reply, Outcome> ended =
                reply -> Endings.outcome(shape, Endings.standard(settings, reply), clock.instant());
        return calls.send(settings, client, url, request, patience, new Telling<>(Outcome.Misconfigured::new, ended));
    }

    private <T> Future<T> inTime(Future<T> settled, T overdue) {
        return inTime(settled, overdue, options.answerWithin());
    }

    private <T> Future<T> inTime(Future<T> settled, T overdue, Duration answerWithin) {
        Promise<T> first = Promise.promise();
        long timer = vertx.setTimer(answerWithin.toMillis(), late -> {
            if (first.tryComplete(overdue)) {
                options.refusals().accept(Refusal.OVERDUE);
            }
        });
        settled.onSuccess(ending -> {
            vertx.cancelTimer(timer);
            first.tryComplete(ending);
        });
        return first.future();
    }
}
