package dev.grantkeeper.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An app's handler on loopback. It keeps what it is asked, and answers as a test says. */
public final class HandlerServer implements AutoCloseable {

    private static final Schema SCHEMA = schema();

    /** One call as it came. */
    public record Call(String method, Map<String, List<String>> headers, String body) {

        public JsonObject json() {
            return new JsonObject(body);
        }

        public JsonObject data() {
            return json().getJsonObject("data");
        }

        public String header(String name) {
            var values = headers.get(name);
            assertThat(values).as(name).hasSize(1);
            return values.get(0);
        }

        /** Whether a library that knows nothing of this project takes it for the vault's. */
        public boolean isSignedBy(String secret) {
            try {
                new Webhook(secret).verify(body, headers);
                return true;
            } catch (WebhookVerificationException forged) {
                return false;
            }
        }

        public void assertKeepsTheContract() {
            assertThat(SCHEMA.validate(body, InputFormat.JSON)).as(body).isEmpty();
        }
    }

    /** How a call is answered. */
    @FunctionalInterface
    public interface Answer {

        void send(HttpExchange exchange) throws IOException;
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Answer answer = status(204);

    private HandlerServer(HttpServer http) {
        this.http = http;
    }

    public static HandlerServer start() {
        try {
            var http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            var server = new HandlerServer(http);
            http.createContext("/", server::serve);
            http.setExecutor(server.threads);
            http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        // With names in lower case, as HTTP/2 has them, and as the library looks for them.
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        calls.add(new Call(exchange.getRequestMethod(), headers, body));
        answer.send(exchange);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/grantkeeper");
    }

    /** Registers it for the app, with the patience that a busy machine needs. */
    public ValidatableResponse register(Office office, String event) {
        return register(
                office, event, new JsonObject().put("url", url().toString()).put("timeout_seconds", 10));
    }

    public static ValidatableResponse register(Office office, String event, JsonObject hook) {
        return Office.as(office.developer())
                .body(hook.encode())
                .put("/v1/hooks/" + event)
                .then();
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public Call onlyCall() {
        assertThat(calls).hasSize(1);
        return calls.get(0);
    }

    /** From now on. */
    public HandlerServer answering(Answer next) {
        answer = next;
        return this;
    }

    public static Answer status(int status) {
        return exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }

    public static Answer refusing(String message) {
        return json(403, new JsonObject().put("message", message).encode());
    }

    public static Answer json(int status, String body) {
        return body(status, "application/json", body);
    }

    public static Answer body(int status, String type, String body) {
        return exchange -> {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        };
    }

    /** Answers only once the other is completed. */
    public static Answer after(CompletableFuture<?> moment, Answer then) {
        return exchange -> {
            moment.join();
            then.send(exchange);
        };
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private static Schema schema() {
        var registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                options -> options.schemaRegistryConfig(SchemaRegistryConfig.builder()
                        .formatAssertionsEnabled(true)
                        .build()));
        try {
            return registry.getSchema(
                    Files.readString(Path.of("..", "contracts", "grantkeeper", "hooks", "hook.schema.json")),
                    InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
