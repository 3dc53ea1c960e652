package dev.grantkeeper.system.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail sequencer: takes requests with the provider's tokens, until it refuses one for reasons of its own. */
final class Sequencer implements AutoCloseable {

    private final HttpServer http;
    private final ScriptableAuthorizationServer provider;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<String> bearers = new CopyOnWriteArrayList<>();

    Sequencer(ScriptableAuthorizationServer provider) throws IOException {
        this.provider = provider;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        http.createContext("/api/v1/sequences", this::answer);
        http.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/api/v1/sequences");
    }

    void refuse(String token) {
        refused.add(token);
    }

    /** Every token that was sent along, in its order. */
    List<String> bearers() {
        return bearers;
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .replaceFirst("^Bearer ", "");
        bearers.add(token);
        boolean good = provider.issuedSecrets().contains(token) && !refused.contains(token);
        var body = (good ? "{\"added\":true}" : "{\"error\":\"invalid token\"}").getBytes(UTF_8);
        exchange.sendResponseHeaders(good ? 201 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
