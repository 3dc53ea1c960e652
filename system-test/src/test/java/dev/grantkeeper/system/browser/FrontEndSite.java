package dev.grantkeeper.system.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.grantkeeper.testkit.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A front end on an origin of its own, as docs/embedding.md has it. Who is signed in says the cookie {@code person}. */
final class FrontEndSite implements AutoCloseable {

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "front-end");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> fresh = new CopyOnWriteArrayList<>();

    private FrontEndSite(HttpServer http) {
        this.http = http;
    }

    static FrontEndSite on(int port) {
        try {
            return new FrontEndSite(
                    HttpServer.create(new InetSocketAddress(InetAddress.getByName(LoopbackPorts.HOST), port), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param tokens mints one for whom the cookie names */
    void serve(DocumentedPage page, UnaryOperator<String> tokens) {
        http.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Security-Policy", page.policy());
            answer(exchange, "text/html; charset=utf-8", page.html());
        });
        http.createContext("/vault-token.js", exchange -> answer(exchange, "text/javascript", page.script()));
        http.createContext("/vault-token", exchange -> {
            var person = exchange.getRequestHeaders().getFirst("Cookie").replaceFirst(".*person=([^;]*).*", "$1");
            if ("fresh".equals(exchange.getRequestURI().getQuery())) {
                fresh.add(person);
            }
            answer(exchange, "application/json", "{\"access_token\":\"" + tokens.apply(person) + "\"}");
        });
        http.setExecutor(threads);
        http.start();
    }

    String origin() {
        return "http://" + LoopbackPorts.HOST + ":" + http.getAddress().getPort();
    }

    URI address() {
        return URI.create(origin() + "/");
    }

    /** How often a token was asked for in place of one that had ended or was not accepted. */
    long freshTokensOf(String person) {
        return fresh.stream().filter(person::equals).count();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        var body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
