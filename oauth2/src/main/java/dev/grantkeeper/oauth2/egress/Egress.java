package dev.grantkeeper.oauth2.egress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;

/**
 * The one way out: to checked addresses, each request over a connection of its own, no redirect followed, and with bounds on
 * time and answer. Safe for use by many threads; never blocks.
 */
public final class Egress implements AutoCloseable {
    private final Vertx vertx;
    private final EgressOptions options;
    private final Addresses addresses;
    private final HttpClient http;

    public Egress(Vertx vertx, EgressOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.addresses = new Addresses(vertx, options.addresses());
        this.http = vertx.createHttpClient(
                httpOptions(options),
                new PoolOptions().setHttp1MaxSize(options.maxConnections()).setMaxWaitQueueSize(0));
    }

    /**
     * Sends it once, or not at all. Never fails, and ends in bounded time.
     *
     * @param connectWithin 1 ms or more; nothing is sent after that
     */
    public Future<Reply> send(Request request, Duration connectWithin) {
        return new Exchange(vertx, options, addresses, request, connectWithin).send(http);
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        http.close();
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
