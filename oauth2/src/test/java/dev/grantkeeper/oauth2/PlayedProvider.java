package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.LoopbackProvider.json;

import dev.grantkeeper.oauth2.LoopbackProvider.Received;
import dev.grantkeeper.oauth2.inputs.StatedSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A provider on loopback, and what a developer's settings make of it: people sent there, codes redeemed, tokens renewed. */
final class PlayedProvider implements BeforeEachCallback, AfterEachCallback {
    static final Instant NOW = Instant.parse("2026-12-01T09:00:00Z");
    static final URI CALLBACK = URI.create("https://vault.example/callback/demo/app");
    static final Pkce PKCE = new Pkce(Token.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    static final ClientIdentity CLIENT = new ClientIdentity("the-client", Optional.of(Token.of("the-secret")));
    static final String FIRST = "{\"access_token\":\"at-1\",\"refresh_token\":\"rt-1\",\"expires_in\":3600}";
    static final String NEXT = "{\"access_token\":\"at-2\",\"refresh_token\":\"rt-2\",\"expires_in\":3600}";

    /**
     * A connection's life.
     *
     * @param authorization where the person was sent
     * @param callback what came back with them
     * @param exchange the first request that the code led to
     * @param refresh the request that renewed what the code had brought
     */
    record Life(
            URI authorization,
            AuthorizationResponse.Granted callback,
            Received exchange,
            Outcome granted,
            Received refresh,
            Outcome renewed) {

        Map<String, String> query() {
            return FormEncoding.decode(authorization.getRawQuery());
        }

        List<Map<String, String>> forms() {
            return List.of(exchange.form(), refresh.form());
        }
    }

    private record Answer(int status, String body) {}

    private Vertx vertx;
    private TokenClient tokens;
    private LoopbackProvider provider;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Map<String, String> comesBack = new HashMap<>();

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        tokens = new TokenClient(
                vertx, TokenClientOptions.defaults(UrlPolicy.LOOPBACK_HTTP, List.of()), InstantSource.fixed(NOW));
        provider = LoopbackProvider.answering(vertx, response -> {
            Answer usual = new Answer(200, received().size() == 1 ? FIRST : NEXT);
            Answer answer = answers.isEmpty() ? usual : answers.remove();
            json(answer.status, answer.body).handle(response);
        });
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        tokens.close();
        provider.close();
        await(vertx.close());
    }

    /** In this order; {@link #FIRST} and {@link #NEXT} unless told. */
    PlayedProvider answers(String... bodies) {
        return answers(200, bodies);
    }

    PlayedProvider answers(int status, String... bodies) {
        List.of(bodies).forEach(body -> answers.add(new Answer(status, body)));
        return this;
    }

    /** What the callback says beside the state. */
    PlayedProvider comesBackWith(Map<String, String> parameters) {
        comesBack.putAll(parameters);
        return this;
    }

    /**
     * Settings as they are read back once they are stored.
     *
     * @param json in which {@code PROVIDER} stands for this one's scheme, host and port
     */
    StatedSettings stated(String json) {
        String own = provider.url("").toString();
        JsonObject stated = new JsonObject()
                .put("authorization_url", "https://p.example/authorize")
                .put("token_url", own + "/token")
                .mergeIn(new JsonObject(json.replace("PROVIDER", own)));
        JsonObject stored =
                StatedSettings.fromJson(stated, UrlPolicy.LOOPBACK_HTTP).toJson();
        return StatedSettings.fromJson(new JsonObject(stored.encode()), UrlPolicy.LOOPBACK_HTTP);
    }

    ProviderSettings settings(String json) {
        return stated(json).settings();
    }

    /** With the settings' scopes asked for at the authorization, and not narrowed at the refresh. */
    Life play(ProviderSettings settings) throws Exception {
        return play(settings, CLIENT);
    }

    Life play(ProviderSettings settings, ClientIdentity client) throws Exception {
        URI authorization = authorization(settings);
        var callback = callback(settings);
        int before = received().size();
        Outcome granted = exchange(settings, client, callback.code());
        int between = received().size();
        Optional<Token> presented = granted instanceof Outcome.Renewed brought
                ? brought.refreshToken().or(() -> Optional.of(Token.of("rt-0")))
                : Optional.of(Token.of("rt-0"));
        Outcome renewed = renew(settings, client, presented);
        return new Life(
                authorization,
                callback,
                received().get(before),
                granted,
                received().get(between),
                renewed);
    }

    URI authorization(ProviderSettings settings) {
        return new AuthorizationRequest(
                        settings, "the-client", CALLBACK, Token.of("the-state"), settings.scopes(), pkce(settings))
                .url();
    }

    AuthorizationResponse.Granted callback(ProviderSettings settings) {
        Map<String, List<String>> query = new HashMap<>();
        query.put("state", List.of("the-state"));
        query.put("code", List.of("the-code"));
        comesBack.forEach((name, value) -> query.put(name, List.of(value)));
        return (AuthorizationResponse.Granted) AuthorizationResponse.parse(query, settings);
    }

    Outcome exchange(ProviderSettings settings, ClientIdentity client, Token code) throws Exception {
        return await(tokens.exchangeCode(settings, client, new CodeGrant(code, CALLBACK, pkce(settings))));
    }

    Outcome renew(ProviderSettings settings, ClientIdentity client, Optional<Token> presented) throws Exception {
        return renew(settings, client, presented, List.of());
    }

    Outcome renew(ProviderSettings settings, ClientIdentity client, Optional<Token> presented, List<String> scopes)
            throws Exception {
        return await(tokens.renew(settings, client, presented, scopes).settled());
    }

    List<Received> received() {
        return provider.received();
    }

    private static Optional<Pkce> pkce(ProviderSettings settings) {
        return settings.pkce() ? Optional.of(PKCE) : Optional.empty();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
