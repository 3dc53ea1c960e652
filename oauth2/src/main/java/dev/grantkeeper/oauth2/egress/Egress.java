package dev.grantkeeper.oauth2.egress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * The one way out: to checked addresses, each request over a connection of its own, no redirect followed, and with bounds on
 * time and answer. Safe for use by many threads; never blocks.
 */
public final class Egress implements AutoCloseable {
    /** Each costs a parsed key and a trust store. */
    private static final int MOST_CERTIFICATES = 32;

    private final Vertx vertx;
    private final EgressOptions options;
    private final Addresses addresses;
    private final HttpClients clients;

    public Egress(Vertx vertx, EgressOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.addresses = new Addresses(vertx, options.addresses());
        this.clients = new HttpClients(this::client, MOST_CERTIFICATES);
    }

    /**
     * Sends it once, or not at all. Never fails, and ends in bounded time.
     *
     * @param connectWithin 1 ms or more; nothing is sent after that
     */
    public Future<Reply> send(Request request, Duration connectWithin) {
        return send(request, connectWithin, Optional.empty());
    }

    /**
     * As the other one, and ends in that time, whatever came until then.
     *
     * @param endWithin from the call, 1 ms or more
     */
    public Future<Reply> send(Request request, Duration connectWithin, Duration endWithin) {
        return send(request, connectWithin, Optional.of(endWithin));
    }

    private Future<Reply> send(Request request, Duration connectWithin, Optional<Duration> endWithin) {
        Exchange exchange = new Exchange(vertx, options, addresses, request, connectWithin, endWithin);
        return clients.use(request.certificate(), exchange::send);
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        clients.close();
    }

    private HttpClient client(Optional<ClientCertificate> certificate) {
        HttpClientOptions http = httpOptions(options);
        certificate.map(ClientCertificate::options).ifPresent(http::setKeyCertOptions);
        return vertx.createHttpClient(
                http,
                new PoolOptions().setHttp1MaxSize(options.maxConnections()).setMaxWaitQueueSize(0));
    }

    /**
     * No connection is used twice: on a kept one that the other side is just closing, sent and not sent look alike. No
     * waiting for a free one either: the request would go out later than its caller allowed.
     */
    private static HttpClientOptions httpOptions(EgressOptions options) {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setUseAlpn(false)
                .setKeepAlive(false)
                .setPipelining(false)
                .setConnectTimeout(Math.toIntExact(options.connectWithin().toMillis()))
                .setMaxHeaderSize(16 * 1024)
                .setMaxInitialLineLength(1024)
                .setDecompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setVerifyHost(true);
    }
}
