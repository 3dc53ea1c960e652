package dev.grantkeeper.system.typescript;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.grantkeeper.testkit.LoopbackPorts;
import dev.grantkeeper.testkit.SelfSigned;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * {@code https://emailsequencingtool.com}: TLS with a certificate for that name, in front of the sandbox, whose API takes
 * exactly the access tokens that are active.
 */
final class MailSequencer implements AutoCloseable {

    static final String HOST = "emailsequencingtool.com";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI sandbox;
    private final HttpsServer server;
    private final Path certificate;
    private final AtomicReference<Consumer<String>> before = new AtomicReference<>(token -> {});
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    private MailSequencer(URI sandbox, HttpsServer server, Path certificate) {
        this.sandbox = sandbox;
        this.server = server;
        this.certificate = certificate;
    }

    static MailSequencer start(URI sandbox, Path directory) {
        try {
            var self = SelfSigned.generate(directory, HOST, "-keyalg", "EC", "-ext", "SAN=dns:" + HOST);
            var certificate = Files.writeString(directory.resolve(HOST + ".pem"), self.certificate());
            var server = HttpsServer.create(new InetSocketAddress(LoopbackPorts.HOST, 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls(self)));
            var sequencer = new MailSequencer(sandbox, server, certificate);
            server.createContext("/", sequencer::answer);
            server.start();
            return sequencer;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the mail sequencer does not start", e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** In PEM, to be trusted. */
    Path certificate() {
        return certificate;
    }

    /** Does this to the token of the next request, before the request is looked at. */
    void beforeTheNext(Consumer<String> done) {
        before.set(done);
    }

    /** Of every request so far. */
    List<String> tokens() {
        return List.copyOf(tokens);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            String authorization = headers.getFirst("Authorization");
            String token = authorization.replaceFirst("^Bearer ", "");
            tokens.add(token);
            before.getAndSet(none -> {}).accept(token);
            var request = HttpRequest.newBuilder(
                            sandbox.resolve(exchange.getRequestURI().getPath()))
                    .header("Authorization", authorization)
                    .header("Content-Type", headers.getFirst("Content-Type"))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()))
                    .build();
            var answer = http.send(request, BodyHandlers.ofByteArray());
            answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SSLContext tls(SelfSigned self) throws GeneralSecurityException, IOException {
        var password = SelfSigned.PASSWORD.toCharArray();
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(self.keyStore().toFile(), password), password);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
