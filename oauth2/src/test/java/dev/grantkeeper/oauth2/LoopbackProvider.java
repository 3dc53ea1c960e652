package dev.grantkeeper.oauth2;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A real HTTP server on loopback that answers as told, and remembers what reached it. */
final class LoopbackProvider implements AutoCloseable {
    record Received(
            String method,
            String path,
            String query,
            Map<String, String> form,
            String body,
            MultiMap headers,
            String authorization,
            String connection,
            String serverName) {}

    private final HttpServer server;
    private final String scheme;
    private final String host;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private LoopbackProvider(Vertx vertx, HttpServerOptions options, Handler<HttpServerResponse> answer)
            throws Exception {
        host = options.getHost();
        scheme = options.isSsl() ? "https" : "http";
        server = vertx.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.add(record(request, body));
                    answer.handle(request.response());
                }))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    static LoopbackProvider answering(Vertx vertx, Handler<HttpServerResponse> answer) throws Exception {
        return answeringAt(vertx, "localhost", answer);
    }

    static LoopbackProvider answeringAt(Vertx vertx, String host, Handler<HttpServerResponse> answer) throws Exception {
        return new LoopbackProvider(vertx, new HttpServerOptions().setHost(host).setPort(0), answer);
    }

    static LoopbackProvider answeringOverTls(
            Vertx vertx, KeyCertOptions certificate, Handler<HttpServerResponse> answer) throws Exception {
        return answeringOverTlsAt(vertx, "localhost", certificate, answer);
    }

    static LoopbackProvider answeringOverTlsAt(
            Vertx vertx, String host, KeyCertOptions certificate, Handler<HttpServerResponse> answer) throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(0)
                .setSsl(true)
                .setSni(true)
                .setKeyCertOptions(certificate);
        return new LoopbackProvider(vertx, options, answer);
    }

    static Handler<HttpServerResponse> json(int status, String body) {
        return response -> response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }

    URI url(String pathAndQuery) {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return URI.create(scheme + "://" + name + ":" + port() + pathAndQuery);
    }

    int port() {
        return server.actualPort();
    }

    List<Received> received() {
        return received;
    }

    Received onlyRequest() {
        if (received.size() != 1) {
            throw new AssertionError("expected one request, got " + received.size());
        }
        return received.get(0);
    }

    @Override
    public void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Received record(HttpServerRequest request, Buffer body) {
        return new Received(
                request.method().name(),
                request.path(),
                request.query(),
                FormEncoding.decode(body.toString()),
                body.toString(),
                request.headers(),
                request.getHeader("Authorization"),
                request.getHeader("Connection"),
                request.connection().indicatedServerName());
    }
}
