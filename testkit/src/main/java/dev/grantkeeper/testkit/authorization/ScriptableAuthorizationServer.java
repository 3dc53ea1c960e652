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
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An authorization server on loopback that behaves, until a script says otherwise. It consents to every authorization
 * request as the user named by {@code login_hint} ("ada" if none), demands PKCE S256, and checks clients, codes,
 * redirect URIs and refresh tokens for real. Safe for use from many threads.
 */
public final class ScriptableAuthorizationServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int WAIT_SECONDS = 20;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final InstantSource clock;
    private final Grants grants;
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final Map<Endpoint, Deque<Fault>> scripts = new EnumMap<>(Endpoint.class);
    private final Map<Endpoint, Fault> habits = new EnumMap<>(Endpoint.class);
    private final List<RecordedCall> calls = new ArrayList<>();
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
                .createHttpServer(new HttpServerOptions().setHost(HOST).setPort(port))
                .requestHandler(server::accept);
        int chosen = await(http.listen()).actualPort();
        server.protocol = new Protocol("http://" + HOST + ":" + chosen, server.clients, server.grants);
        return server;
    }

    /** Adds a client, or replaces the one of that id. */
    public void register(Client client) {
        clients.put(client.id(), client);
    }

    public void rotation(Rotation rotation) {
        grants.rotation(rotation);
    }

    /** Life of access tokens issued from now on; answers state it in whole seconds. */
    public void accessTokenLifetime(Duration lifetime) {
        grants.accessTokenLifetime(lifetime);
    }

    /** The issuer identifier, which is also the base of every endpoint. */
    public URI issuer() {
        return URI.create(protocol.issuer());
    }

    public URI uri(Endpoint endpoint) {
        return URI.create(protocol.issuer() + endpoint.path());
    }

    /** Puts one fault in line for each of the next calls; later calls fare as {@link #always} says. */
    public synchronized void next(Endpoint endpoint, Fault... faults) {
        scripts.computeIfAbsent(endpoint, any -> new ArrayDeque<>()).addAll(List.of(faults));
    }

    /** The fate of every call for which no {@link #next} is left; {@link Fault#NONE} ends it. */
    public synchronized void always(Endpoint endpoint, Fault fault) {
        habits.put(endpoint, fault);
    }

    /** Every call so far, in order of arrival. */
    public synchronized List<RecordedCall> calls() {
        return List.copyOf(calls);
    }

    public List<RecordedCall> calls(Endpoint endpoint) {
        return calls().stream().filter(call -> call.endpoint() == endpoint).toList();
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
    public synchronized List<RecordedCall> awaitCalls(Endpoint endpoint, int count) {
        long deadline = System.nanoTime() + SECONDS.toNanos(WAIT_SECONDS);
        while (calls(endpoint).size() < count) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException(
                        "%d calls to %s instead of %d".formatted(calls(endpoint).size(), endpoint, count));
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return calls(endpoint);
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

    /** Cuts every connection and frees the port. */
    @Override
    public void close() {
        await(vertx.close());
    }

    private void accept(HttpServerRequest request) {
        var endpoint = Endpoint.at(request.path());
        if (endpoint.isEmpty()) {
            Delivery.whole().send(vertx, request, Answer.text(404, "no such endpoint"));
            return;
        }
        request.body().onSuccess(body -> {
            String encoded = endpoint.get() == Endpoint.AUTHORIZATION
                    ? Optional.ofNullable(request.query()).orElse("")
                    : body.toString();
            var headers = request.headers().entries().stream()
                    .collect(toMap(
                            header -> header.getKey().toLowerCase(Locale.ROOT),
                            Map.Entry::getValue,
                            (first, second) -> first + ", " + second));
            var call = new RecordedCall(
                    endpoint.get(), clock.instant(), request.method().name(), headers, Protocol.form(encoded));
            play(record(call), call, request);
        });
    }

    private synchronized Fault record(RecordedCall call) {
        calls.add(call);
        notifyAll();
        var script = scripts.getOrDefault(call.endpoint(), new ArrayDeque<>());
        return script.isEmpty() ? habits.getOrDefault(call.endpoint(), Fault.NONE) : script.poll();
    }

    private void play(Fault fault, RecordedCall call, HttpServerRequest request) {
        fault.beforeCommit()
                .apply(vertx)
                .map(due -> fault.commits() ? protocol.answer(call) : Answer.text(200, ""))
                .compose(truth -> fault.afterCommit().apply(vertx).map(due -> truth))
                .onSuccess(truth -> fault.delivery().send(vertx, request, fault.answerInsteadOf(truth)))
                .onFailure(failure ->
                        Delivery.whole().send(vertx, request, Answer.text(500, "script failed: " + failure)));
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
