package dev.grantkeeper.testkit.authorization;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toMap;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * An authorization server on loopback that behaves, until a script says otherwise. It consents to every authorization
 * request as the user named by {@code login_hint} ("ada" if none), demands PKCE S256, and checks clients, codes,
 * redirect URIs and refresh tokens for real. Safe for use from many threads.
 */
public final class ScriptableAuthorizationServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int WAIT_SECONDS = 20;
    private static final int BACKLOG = 1024;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final InstantSource clock;
    private final Grants grants;
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final Script script = new Script();
    private final CallLog calls = new CallLog();
    private volatile Supplier<Latency> latency = () -> Latency.NONE;
    private volatile Consumer<TokenCall> listener = call -> {};
    private volatile boolean tokensAnywhere;
    private volatile Protocol protocol;

    private ScriptableAuthorizationServer(InstantSource clock) {
        this.clock = clock;
        this.grants = new Grants(clock);
    }

    /**
     * Starts on a free port, with strict rotation and access tokens that live ten minutes.
     *
     * @param clock decides expiry and grace; delays and drips run in real time
     */
    public static ScriptableAuthorizationServer start(InstantSource clock, Client... clients) {
        return start(0, clock, clients);
    }

    /** As {@link #start(InstantSource, Client...)}, on the given port. */
    public static ScriptableAuthorizationServer start(int port, InstantSource clock, Client... clients) {
        var server = new ScriptableAuthorizationServer(clock);
        List.of(clients).forEach(server::register);
        var http = server.vertx
                .createHttpServer(
                        new HttpServerOptions().setHost(HOST).setPort(port).setAcceptBacklog(BACKLOG))
                .requestHandler(server::accept);
        int chosen = await(http.listen()).actualPort();
        server.protocol = new Protocol("http://" + HOST + ":" + chosen, server.clients, server.grants);
        return server;
    }

    /** Adds a client, or replaces the one of that id. */
    public void register(Client client) {
        clients.put(client.id(), client);
    }

    /** For every client without a {@link #policy} of its own. */
    public void rotation(Rotation rotation) {
        grants.rotation(rotation);
    }

    /** Life of access tokens issued from now on, for every client without a {@link #policy} of its own. */
    public void accessTokenLifetime(Duration lifetime) {
        grants.accessTokenLifetime(lifetime);
    }

    /** What this client is given from now on; holds for the grants it has, too. */
    public void policy(String clientId, TokenPolicy policy) {
        grants.policy(clientId, policy);
    }

    /**
     * From now on the token endpoint takes so long, in real time, over each answer: evenly spread between the two, as is
     * the moment in it at which the server acts. Zero and zero end it.
     */
    public void latency(Duration least, Duration most, long seed) {
        var random = new Random(seed);
        latency = most.isZero() ? () -> Latency.NONE : () -> Latency.random(least, most, random);
    }

    /** Lives of access tokens are drawn in the order that this seed gives; without it, in none. */
    public void seed(long seed) {
        grants.random(new Random(seed));
    }

    /**
     * Told of every call to the token endpoint once it has ended, by the one thread that serves: it must not wait. A call
     * ends when the server has acted and the answer was written or never will be.
     */
    public void listener(Consumer<TokenCall> told) {
        listener = told;
    }

    /** From now on every path that is no other endpoint's is the token endpoint: providers have theirs wherever they like. */
    public void tokensAnywhere() {
        tokensAnywhere = true;
    }

    /** From now on keeps no calls and no list of what it issued, so that a long run costs the memory of its grants. */
    public void recordNothing() {
        calls.off();
        grants.forgetIssued();
    }

    /** The issuer identifier, which is also the base of every endpoint. */
    public URI issuer() {
        return URI.create(protocol.issuer());
    }

    public URI uri(Endpoint endpoint) {
        return URI.create(protocol.issuer() + endpoint.path());
    }

    /** Puts one fault in line for each of the next calls; later calls fare as the other ways to set faults say. */
    public void next(Endpoint endpoint, Fault... faults) {
        script.next(endpoint, faults);
    }

    /** The fate of the calls chosen, if no {@link #next} is left; the rule made first wins. See {@link Which}. */
    public void where(Predicate<RecordedCall> which, Fault fault) {
        script.where(which, fault);
    }

    /** Ends every {@link #where}. */
    public void withoutRules() {
        script.withoutRules();
    }

    /** The fate of a client's calls that nothing above has set; {@link Fault#NONE} ends it. */
    public void always(String clientId, Endpoint endpoint, Fault fault) {
        script.always(clientId, endpoint, fault);
    }

    /** The fate of every call that nothing above has set; {@link Fault#NONE} ends it. */
    public void always(Endpoint endpoint, Fault fault) {
        script.always(endpoint, fault);
    }

    /** Every call so far, in order of arrival. */
    public List<RecordedCall> calls() {
        return calls.all();
    }

    public List<RecordedCall> calls(Endpoint endpoint) {
        return calls.of(endpoint);
    }

    /** How often each refresh token was presented to the token endpoint, in order of first presentation. */
    public Map<String, Integer> presentations() {
        return calls().stream()
                .flatMap(call -> call.refreshToken().stream())
                .collect(toMap(token -> token, token -> 1, Integer::sum, LinkedHashMap::new));
    }

    /**
     * Waits until the endpoint was called so often in all.
     *
     * @throws IllegalStateException if it was not within 20 s
     */
    public List<RecordedCall> awaitCalls(Endpoint endpoint, int count) {
        return calls.await(endpoint, count);
    }

    /** Everything secret this server ever issued: codes, access tokens, refresh tokens. */
    public List<String> issuedSecrets() {
        return grants.issued();
    }

    /** Revokes all of the user's grants, as from a settings page. Returns how many there were. */
    public int revokeGrants(String subject) {
        return grants.revokeGrants(grant -> grant.subject.equals(subject));
    }

    /** Revokes the grant that this refresh token belongs to, current or rotated away. */
    public boolean revokeGrantOf(String refreshToken) {
        return grants.revokeGrants(grant -> grant.refreshTokens.containsKey(refreshToken)) > 0;
    }

    /** Every grant that tokens were issued for, in order of their first tokens. */
    public List<GrantState> grants() {
        return grants.states(grant -> true);
    }

    public List<GrantState> grantsOf(String clientId) {
        return grants.states(grant -> grant.clientId.equals(clientId));
    }

    /** By the id that {@link TokenName} tells. */
    public Optional<GrantState> grant(String id) {
        return grants.state(id);
    }

    /** Cuts every connection and frees the port. */
    @Override
    public void close() {
        await(vertx.close());
    }

    private void accept(HttpServerRequest request) {
        var endpoint =
                Endpoint.at(request.path()).or(() -> Optional.of(Endpoint.TOKEN).filter(anywhere -> tokensAnywhere));
        if (endpoint.isEmpty()) {
            Delivery.whole().send(vertx, request, Answer.text(404, "no such endpoint"));
            return;
        }
        request.body().onSuccess(body -> {
            String query = Optional.ofNullable(request.query()).orElse("");
            String encoded = endpoint.get() == Endpoint.AUTHORIZATION ? query : body.toString();
            var headers = request.headers().entries().stream()
                    .collect(toMap(
                            header -> header.getKey().toLowerCase(Locale.ROOT),
                            Map.Entry::getValue,
                            (first, second) -> first + ", " + second));
            var call = new RecordedCall(
                    endpoint.get(),
                    clock.instant(),
                    request.method().name(),
                    request.path(),
                    query,
                    headers,
                    body.toString(),
                    Protocol.form(encoded));
            calls.add(call);
            var latencyOfCall = endpoint.get() == Endpoint.TOKEN ? latency.get() : Latency.NONE;
            play(new Exchange(call, script.play(call), latencyOfCall), request);
        });
    }

    private void play(Exchange exchange, HttpServerRequest request) {
        exchange.play(vertx, request, protocol).onComplete(end -> {
            if (exchange.call().endpoint() == Endpoint.TOKEN) {
                var answeredAt = end.succeeded() ? Optional.of(clock.instant()) : Optional.<Instant>empty();
                listener.accept(TokenCall.of(exchange.call(), exchange.verdict(), answeredAt, exchange.fault()));
            }
        });
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("authorization server: " + e.getMessage(), e);
        }
    }
}
