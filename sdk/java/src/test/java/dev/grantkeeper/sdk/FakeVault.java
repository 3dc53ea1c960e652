package dev.grantkeeper.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server on loopback that answers as it is told, for what a real vault or service does only when something is wrong. */
final class FakeVault implements AutoCloseable {

    static final String CONNECTION = "3f0c5d52-8a61-4b0e-9a53-5f6f1f9d2c11";

    record Asked(String method, URI uri, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    /** @param body null to say nothing until the server closes */
    record Reply(int status, Map<String, String> headers, String body) {}

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ConcurrentLinkedDeque<Reply> replies = new ConcurrentLinkedDeque<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Reply> otherwise = any -> new Reply(500, Map.of(), "not told what to answer");

    FakeVault() {
        this(0);
    }

    FakeVault(int port) {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::answer);
        http.setExecutor(threads);
        http.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    List<Asked> asked() {
        return asked;
    }

    /** The next answers, in their order. */
    FakeVault answers(Reply... next) {
        replies.addAll(List.of(next));
        return this;
    }

    /** The answers when no other is left. */
    FakeVault answers(Function<Asked, Reply> always) {
        otherwise = always;
        return this;
    }

    static Reply silence() {
        return new Reply(200, Map.of(), null);
    }

    static Reply served(String value, long generation) {
        return new Reply(200, Map.of(), """
                {"id":"%s","value":"%s","type":"oauth2","owned_by":{"type":"user","id":"ada"},
                 "created_by":{"type":"user","id":"ada"},"expires_at":"2026-11-23T12:00:00Z","scopes":["read","write"],
                 "generation":%d,"metadata":{"team":"T1"},"added_later":[{"a":[1,2.5,null,true]}]}""".formatted(CONNECTION, value, generation));
    }

    /** Says that there is twice as much, and stops. */
    static Reply half(Reply whole) {
        return new Reply(whole.status, Map.of("X-Half", "true"), whole.body);
    }

    static Reply rejection(long generation, String action) {
        return new Reply(200, Map.of(), "{\"generation\":%d,\"action\":\"%s\"}".formatted(generation, action));
    }

    static Reply problem(int status, String reason, String more, String... headers) {
        return new Reply(
                status,
                headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]),
                "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":%d,\"detail\":\"detail of %s\",\"reason\":\"%s\"%s}"
                        .formatted(status, reason, reason, more));
    }

    @Override
    public void close() {
        closing.countDown();
        http.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        var request = new Asked(
                exchange.getRequestMethod(), exchange.getRequestURI(), Map.copyOf(exchange.getRequestHeaders()), body);
        asked.add(request);
        var next = replies.poll();
        var reply = next == null ? otherwise.apply(request) : next;
        if (reply.body == null) {
            awaitClosing();
            return;
        }
        reply.headers.forEach(exchange.getResponseHeaders()::set);
        var bytes = reply.body.getBytes(UTF_8);
        if (reply.headers.containsKey("X-Half")) {
            exchange.sendResponseHeaders(reply.status, 2L * bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
            awaitClosing();
            return;
        }
        exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
