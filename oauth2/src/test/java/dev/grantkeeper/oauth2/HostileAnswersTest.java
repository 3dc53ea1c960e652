package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.egress.AddressRules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that are made to hurt, to many calls at once: each ends in time, and little is read and kept of it. */
class HostileAnswersTest {
    private static final int CALLS = 100;
    private static final int CAP = 64 * 1024;
    /** The cap, what came with it in one read, and headers. */
    private static final int MOST_READ = 3 * CAP;

    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String BLOCK = "x".repeat(16 * 1024);

    private static final Duration UNTIL = Duration.ofSeconds(4);
    /** What ends by its size alone, a busy machine may take a while to read. */
    private static final Duration PATIENT = Duration.ofSeconds(40);

    enum Attack {
        TEN_MEGABYTES_OF_BODY(OK + "Content-Length: " + TEN_MEGABYTES + "\r\n\r\n", BLOCK, "answer_too_large"),
        ENDLESS_BODY(OK + "\r\n", BLOCK, "answer_too_large"),
        ENDLESS_CHUNKS(CHUNKED, "4000\r\n" + BLOCK + "\r\n", "answer_too_large"),
        ENDLESS_TINY_CHUNKS(CHUNKED, "1\r\nx\r\n".repeat(2000), "answer_too_large"),
        ENDLESS_CHUNK_EXTENSION(CHUNKED + "4000;", BLOCK, "connection_lost"),
        ENDLESS_TRAILERS(CHUNKED + "0\r\nX: ", BLOCK, "connection_lost"),
        ENDLESS_STATUS_LINE("HTTP/1.1 200 ", BLOCK, "connection_lost"),
        ENDLESS_HEADER(OK + "X: ", BLOCK, "connection_lost"),
        ENDLESS_HEADERS(OK, "X: y\r\n".repeat(2000), "connection_lost"),
        ENDLESS_CONTINUES("", "HTTP/1.1 100 Continue\r\n\r\n".repeat(500), "connection_lost"),
        ENDLESS_EARLY_HINTS("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(500), "connection_lost"),
        ENDLESS_PROCESSINGS("", "HTTP/1.1 102 Processing\r\n\r\n".repeat(500), "interim_answer"),
        DRIPPING_STATUS_LINE("HTTP/1.1 200 ", "x", "no_answer"),
        DRIPPING_HEADER(OK + "X: ", "x", "no_answer"),
        DRIPPING_BODY(OK + "Content-Length: " + TEN_MEGABYTES + "\r\n\r\n", "x", "no_answer"),
        SILENCE("", "", "no_answer"),
        GZIP_BOMB(OK + "Content-Encoding: gzip\r\n", zipped(), "unreadable_answer"),
        NESTED_ARRAYS(OK, Buffer.buffer("[".repeat(CAP)), "unreadable_answer"),
        NESTED_OBJECTS(OK, Buffer.buffer("{\"a\":".repeat(CAP / 5)), "unreadable_answer"),
        LONG_NUMBER(OK, Buffer.buffer("{\"expires_in\":" + "9".repeat(CAP - 20) + "}"), "unreadable_answer");

        private final Buffer start;
        private final Buffer rest;
        private final String reason;

        Attack(String start, String rest, String reason) {
            this.start = Buffer.buffer(start);
            this.rest = Buffer.buffer(rest);
            this.reason = reason;
        }

        /** It is whole. */
        Attack(String head, Buffer body, String reason) {
            this.start = Buffer.buffer(head + "Content-Length: " + body.length() + "\r\n\r\n")
                    .appendBuffer(body);
            this.rest = Buffer.buffer();
            this.reason = reason;
        }

        private static Buffer zipped() {
            var bytes = new ByteArrayOutputStream();
            try (var zip = new GZIPOutputStream(bytes)) {
                zip.write("{\"access_token\":\"".getBytes());
                zip.write(new byte[TEN_MEGABYTES]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Buffer.buffer(bytes.toByteArray());
        }
    }

    private final AtomicLong read = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private Vertx vertx;
    private TokenClient tokens;

    @BeforeEach
    void start() {
        var counted = new MetricsOptions().setEnabled(true).setFactory(options -> new VertxMetrics() {
            @Override
            public HttpClientMetrics<?, ?, ?, ?> createHttpClientMetrics(HttpClientOptions client) {
                return new HttpClientMetrics<>() {
                    @Override
                    public void bytesRead(Object socket, SocketAddress remote, long bytes) {
                        read.addAndGet(bytes);
                    }
                };
            }
        });
        vertx = Vertx.vertx(new VertxOptions().setMetricsOptions(counted));
    }

    private static TokenClientOptions options(Attack attack) {
        return new TokenClientOptions(
                UrlPolicy.LOOPBACK_HTTP,
                AddressRules.ANYWHERE,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                attack.reason.equals("answer_too_large") ? PATIENT : UNTIL,
                CAP,
                CALLS);
    }

    @AfterEach
    void stop() throws Exception {
        tokens.close();
        await(vertx.close());
    }

    @ParameterizedTest
    @EnumSource
    void answer_hostile_endsInTimeAndIsHardlyRead(Attack attack) throws Exception {
        var options = options(attack);
        tokens = new TokenClient(vertx, options, InstantSource.system());
        NetServer attacker = attacker(attack);
        URI url = URI.create("http://127.0.0.1:" + attacker.actualPort() + "/token");
        long heapBefore = heap();
        long began = System.nanoTime();

        var calls = Stream.generate(() -> refresh(url)).limit(CALLS).toList();
        for (RenewalCall call : calls) {
            assertThat(await(call.settled())).isEqualTo(new Outcome.Unknown(attack.reason));
        }

        var took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf(
                Locale.ROOT,
                "| %s | `%s` | %.1f s | %,d KiB | %,d KiB |%n",
                attack.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                attack.reason,
                took.toMillis() / 1000.0,
                read.get() / CALLS / 1024,
                Math.max(0, heapPeak() - heapBefore) / 1024 / CALLS);
        assertThat(took).isLessThan(options.readUntil().plusSeconds(20));
        assertThat(read.get() / CALLS).isLessThan(MOST_READ);
        awaitAllClosed();
        await(attacker.close());
    }

    private NetServer attacker(Attack attack) throws Exception {
        var options = new NetServerOptions().setSendBufferSize(64 * 1024);
        return await(vertx.createNetServer(options)
                .connectHandler(socket -> {
                    open.incrementAndGet();
                    var attacking = new AtomicInteger();
                    long drip = vertx.setPeriodic(20, tick -> {
                        if (attacking.get() > 0 && attack.rest.length() == 1) {
                            socket.write(attack.rest);
                        }
                    });
                    socket.exceptionHandler(reset -> {});
                    socket.closeHandler(end -> {
                        vertx.cancelTimer(drip);
                        open.decrementAndGet();
                    });
                    socket.handler(request -> {
                        if (attacking.getAndIncrement() == 0) {
                            socket.write(attack.start);
                            if (attack.rest.length() > 1) {
                                pour(socket, attack.rest);
                            }
                        }
                    });
                })
                .listen(0, "127.0.0.1"));
    }

    private static void pour(NetSocket socket, Buffer block) {
        while (!socket.writeQueueFull()) {
            socket.write(block);
        }
        socket.drainHandler(drained -> pour(socket, block));
    }

    private RenewalCall refresh(URI url) {
        return tokens.renew(
                ProviderSettings.builder(url).build(UrlPolicy.LOOPBACK_HTTP),
                new ClientIdentity("id", Optional.of(Token.of("secret"))),
                Optional.of(Token.of("rt-0")),
                List.of());
    }

    private void awaitAllClosed() throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (open.get() > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(open).hasValue(0);
    }

    private static long heap() {
        System.gc();
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
        return heapPools().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    }

    private static long heapPeak() {
        return heapPools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    private static Stream<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
