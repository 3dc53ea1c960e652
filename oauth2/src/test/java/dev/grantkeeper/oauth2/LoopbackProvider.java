package dev.grantkeeper.oauth2;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A real HTTP server on loopback that answers as told, and remembers what reached it. */
final class LoopbackProvider implements AutoCloseable {
    record Received(String path, String query, Map<String, String> form, String authorization, String connection) {}

    private final HttpServer server;
    private final String scheme;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private LoopbackProvider(Vertx vertx, HttpServerOptions options, Handler<HttpServerResponse> answer)
            throws Exception {
        scheme = options.isSsl() ? "https" : "http";
        server = vertx.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.add(record(request, body));
                    answer.handle(request.response());
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    static LoopbackProvider answering(Vertx vertx, Handler<HttpServerResponse> answer) throws Exception {
        return new LoopbackProvider(vertx, new HttpServerOptions(), answer);
    }

    static LoopbackProvider answeringOverTls(Vertx vertx, Handler<HttpServerResponse> answer) throws Exception {
        SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
        HttpServerOptions options =
                new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions());
        return new LoopbackProvider(vertx, options, answer);
    }

    static Handler<HttpServerResponse> json(int status, String body) {
        return response -> response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }

    URI url(String pathAndQuery) {
        return URI.create(scheme + "://localhost:" + server.actualPort() + pathAndQuery);
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
                request.path(),
                request.query(),
                FormEncoding.decode(body.toString()),
                request.getHeader("Authorization"),
                request.getHeader("Connection"));
    }
}
