package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.LoopbackProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.egress.AddressRules;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of one refresh when the network or the provider misbehaves. */
class TokenClientFaultTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T10:00:00Z"));
    private static final ClientIdentity CLIENT = new ClientIdentity("id", Optional.of(Token.of("secret")));
    private static final TokenClientOptions HASTY = new TokenClientOptions(
            UrlPolicy.LOOPBACK_HTTP,
            AddressRules.ANYWHERE,
            Duration.ofMillis(400),
            Duration.ofMillis(800),
            Duration.ofMillis(2500),
            64 * 1024,
            10);
    private static final String RENEWED = "{\"access_token\":\"new\",\"refresh_token\":\"next\"}";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private final AtomicInteger connections = new AtomicInteger();
    private Vertx vertx;
    private TokenClient tokens;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        tokens = new TokenClient(vertx, HASTY, CLOCK);
    }

    @AfterEach
    void stop() throws Exception {
        tokens.close();
        await(vertx.close());
    }

    @Test
    void send_connectionRefused_notSent() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThat(settled(URI.create("http://127.0.0.1:" + free + "/token")))
                .isEqualTo(new Outcome.Transient("connect_failed", true));
    }

    @Test
    void send_hostUnknown_notSent() throws Exception {
        Outcome outcome = settled(URI.create("https://provider.invalid/token"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Transient.class, failed -> assertThat(failed.notSent())
                .isTrue());
    }

    @Test
    void send_tlsNeverAnswered_notSentOnceConnectingTookTooLong() throws Exception {
        NetServer silent = raw(socket -> {});

        RenewalCall call = refresh(URI.create("https://localhost:" + silent.actualPort() + "/token"));

        assertThat(await(call.first())).isEqualTo(new Outcome.Transient("connect_timeout", true));
        assertThat(await(call.settled())).isEqualTo(new Outcome.Transient("connect_timeout", true));
    }

    @Test
    void refresh_lessPatienceThanTheClients_holds() throws Exception {
        TokenClientOptions patient = new TokenClientOptions(
                UrlPolicy.LOOPBACK_HTTP,
                AddressRules.ANYWHERE,
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                64 * 1024,
                10);
        NetServer silent = raw(socket -> {});
        String address = "://localhost:" + silent.actualPort() + "/token";
        try (TokenClient client = new TokenClient(vertx, patient, CLOCK)) {
            RenewalCall unconnected = hasty(client, URI.create("https" + address));
            assertThat(await(unconnected.settled())).isEqualTo(new Outcome.Transient("connect_timeout", true));

            RenewalCall unanswered = hasty(client, URI.create("http" + address));
            assertThat(await(unanswered.first())).isEqualTo(new Outcome.Unknown("answer_overdue"));
        }
    }

    private static RenewalCall hasty(TokenClient client, URI tokenUrl) {
        return client.renew(
                settings(tokenUrl),
                CLIENT,
                Optional.of(Token.of("old")),
                List.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
    }

    @Test
    void revoke_neverAnswered_retryOnceTheAnswerIsOverdue() throws Exception {
        URI url = url(raw(socket -> {}));
        ProviderSettings settings =
                ProviderSettings.builder(url).revocationUrl(url).build(UrlPolicy.LOOPBACK_HTTP);
        long started = System.nanoTime();

        assertThat(await(tokens.revoke(settings, CLIENT, Token.of("dying"), TokenType.ACCESS_TOKEN)))
                .isEqualTo(Revocation.RETRY);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(HASTY.readUntil());
    }

    @Test
    void send_allConnectionsInUse_notSentInsteadOfWaiting() throws Exception {
        NetServer silent = raw(socket -> {});
        TokenClientOptions one = new TokenClientOptions(
                UrlPolicy.LOOPBACK_HTTP,
                AddressRules.ANYWHERE,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3),
                1024,
                1);
        try (TokenClient client = new TokenClient(vertx, one, CLOCK)) {
            client.renew(settings(url(silent)), CLIENT, Optional.of(Token.of("first")), List.of());

            RenewalCall second =
                    client.renew(settings(url(silent)), CLIENT, Optional.of(Token.of("second")), List.of());

            assertThat(await(second.settled())).isEqualTo(new Outcome.Transient("connect_failed", true));
        }
    }

    @Test
    void read_noAnswer_unknownAtTheDeadlineAndSettledWhenNobodyReadsAnyMore() throws Exception {
        NetServer silent = raw(socket -> {});
        long start = System.nanoTime();

        RenewalCall call = refresh(url(silent));

        assertThat(await(call.first())).isEqualTo(new Outcome.Unknown("answer_overdue"));
        assertThat(since(start)).isGreaterThan(Duration.ofMillis(750));
        assertThat(call.settled().isComplete()).isFalse();
        assertThat(await(call.settled())).isEqualTo(new Outcome.Unknown("no_answer"));
        assertThat(since(start)).isBetween(Duration.ofMillis(2400), Duration.ofSeconds(10));
        assertThat(connections).hasValue(1);
    }

    @Test
    void read_lateAnswer_unknownFirstAndRenewedInTheEnd() throws Exception {
        try (LoopbackProvider late = LoopbackProvider.answering(
                vertx,
                response -> vertx.setTimer(1300, timer -> json(200, RENEWED).handle(response)))) {
            RenewalCall call = refresh(late.url("/token"));

            assertThat(await(call.first())).isEqualTo(new Outcome.Unknown("answer_overdue"));
            assertThat(await(call.settled())).isInstanceOf(Outcome.Renewed.class);
            assertThat(late.received()).hasSize(1);
        }
    }

    @Test
    void read_drippingBody_unknownAtTheDeadlineAlthoughNeverIdle() throws Exception {
        NetServer dripping = raw(socket -> socket.handler(request -> {
            socket.write(OK + "Content-Length: 60000\r\n\r\n");
            drip(socket);
        }));
        long start = System.nanoTime();

        RenewalCall call = refresh(url(dripping));

        assertThat(await(call.first())).isEqualTo(new Outcome.Unknown("answer_overdue"));
        assertThat(call.settled().isComplete()).isFalse();
        assertThat(await(call.settled())).isEqualTo(new Outcome.Unknown("no_answer"));
        assertThat(since(start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void read_connectionCutBeforeTheStatus_unknownAtOnceAndNotRetried() throws Exception {
        NetServer cutting = raw(socket -> socket.handler(request -> socket.close()));

        assertThat(await(refresh(url(cutting)).first())).isEqualTo(new Outcome.Unknown("connection_lost"));
        assertThat(connections).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Ty",
                "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"access_token\":\"ne",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{\"access_token\":\"new\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n"
            })
    void read_connectionCutWithinASuccess_unknown(String sent) throws Exception {
        NetServer cutting = raw(socket -> socket.handler(request -> socket.end(Buffer.buffer(sent))));

        assertThat(settled(url(cutting))).isEqualTo(new Outcome.Unknown("connection_lost"));
        assertThat(connections).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"400,other", "429,throttled", "503,server_error"})
    void read_connectionCutWithinARefusal_judgedByItsStatus(int status, String expected) throws Exception {
        NetServer cutting = raw(socket -> socket.handler(request -> socket.end(
                Buffer.buffer("HTTP/1.1 " + status + " No\r\nContent-Length: 500\r\n\r\n{\"error\":\"invalid_gr"))));

        assertThat(settled(url(cutting)))
                .isEqualTo(
                        switch (expected) {
                            case "throttled" -> new Outcome.Throttled(Optional.empty());
                            case "server_error" -> new Outcome.Transient("server_error", false);
                            default -> new Outcome.Transient("unreadable_answer", false);
                        });
    }

    @ParameterizedTest
    @CsvSource({"200,true", "500,false"})
    void read_tenMegabytes_stopsAtTheCap(int status, boolean lost) throws Exception {
        AtomicLong written = new AtomicLong();
        Promise<Void> closed = Promise.promise();
        NetServer bomb = raw(socket -> {
            socket.closeHandler(end -> closed.tryComplete());
            socket.handler(request -> {
                socket.write("HTTP/1.1 " + status + " X\r\nContent-Length: 10485760\r\n\r\n");
                pour(socket, written, 10_485_760);
            });
        });

        Outcome outcome = settled(url(bomb));

        assertThat(outcome)
                .isEqualTo(
                        lost ? new Outcome.Unknown("answer_too_large") : new Outcome.Transient("server_error", false));
        await(closed.future());
        assertThat(written.get()).isLessThan(10_485_760);
    }

    @Test
    void read_bodyOfExactlyTheCap_isRead() throws Exception {
        String padded = RENEWED + " ".repeat(64 * 1024 - RENEWED.length());
        try (LoopbackProvider provider = LoopbackProvider.answering(vertx, json(200, padded))) {
            assertThat(settled(provider.url("/token"))).isInstanceOf(Outcome.Renewed.class);
        }
    }

    @Test
    void read_endlessHeaders_unknownAndBounded() throws Exception {
        AtomicLong written = new AtomicLong();
        Promise<Void> closed = Promise.promise();
        NetServer bomb = raw(socket -> {
            socket.closeHandler(end -> closed.tryComplete());
            socket.handler(request -> {
                socket.write("HTTP/1.1 200 OK\r\nX-Long: ");
                pour(socket, written, 10_485_760);
            });
        });

        assertThat(settled(url(bomb))).isEqualTo(new Outcome.Unknown("connection_lost"));
        await(closed.future());
        assertThat(written.get()).isLessThan(10_485_760);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "103 Early Hints"})
    void read_interimAnswersFirst_theFinalOneCounts(String interim) throws Exception {
        String sent = ("HTTP/1.1 " + interim + "\r\n\r\n").repeat(10) + OK + "Content-Length: " + RENEWED.length()
                + "\r\n\r\n" + RENEWED;
        NetServer provider = raw(socket -> socket.handler(request -> socket.end(Buffer.buffer(sent))));

        assertThat(settled(url(provider))).isInstanceOf(Outcome.Renewed.class);
    }

    /** What follows it is not read, so that the provider may have acted. */
    @ParameterizedTest
    @ValueSource(strings = {"101 Switching Protocols", "102 Processing", "199 Other"})
    void read_interimAnswerInPlaceOfTheFinalOne_unknown(String interim) throws Exception {
        String sent =
                "HTTP/1.1 " + interim + "\r\n\r\n" + OK + "Content-Length: " + RENEWED.length() + "\r\n\r\n" + RENEWED;
        NetServer provider = raw(socket -> socket.handler(request -> socket.end(Buffer.buffer(sent))));

        assertThat(settled(url(provider))).isEqualTo(new Outcome.Unknown("interim_answer"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void read_redirect_isNotFollowed(int status) throws Exception {
        try (LoopbackProvider elsewhere = LoopbackProvider.answering(vertx, json(200, RENEWED));
                LoopbackProvider provider = LoopbackProvider.answering(vertx, response -> response.setStatusCode(status)
                        .putHeader("Location", elsewhere.url("/steal").toString())
                        .end())) {
            assertThat(settled(provider.url("/token"))).isEqualTo(new Outcome.Transient("redirect", false));
            assertThat(provider.received()).hasSize(1);
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void close_callUnderWay_endsUnknown() throws Exception {
        Promise<Void> arrived = Promise.promise();
        NetServer silent = raw(socket -> socket.handler(request -> arrived.tryComplete()));
        TokenClient client = new TokenClient(vertx, HASTY, CLOCK);
        RenewalCall call = client.renew(settings(url(silent)), CLIENT, Optional.of(Token.of("old")), List.of());
        await(arrived.future());

        client.close();

        assertThat(await(call.settled())).isEqualTo(new Outcome.Unknown("connection_lost"));
    }

    private NetServer raw(Handler<NetSocket> onConnect) throws Exception {
        return await(vertx.createNetServer()
                .connectHandler(socket -> {
                    connections.incrementAndGet();
                    onConnect.handle(socket);
                })
                .listen(0, "localhost"));
    }

    private void drip(NetSocket socket) {
        long timer = vertx.setPeriodic(50, tick -> socket.write("x"));
        socket.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    private static void pour(NetSocket socket, AtomicLong written, long total) {
        Buffer block = Buffer.buffer("x".repeat(16 * 1024));
        while (written.get() < total && !socket.writeQueueFull()) {
            written.addAndGet(block.length());
            socket.write(block);
        }
        socket.drainHandler(drained -> pour(socket, written, total));
    }

    private Outcome settled(URI tokenUrl) throws Exception {
        return await(refresh(tokenUrl).settled());
    }

    private RenewalCall refresh(URI tokenUrl) {
        return tokens.renew(settings(tokenUrl), CLIENT, Optional.of(Token.of("old")), List.of());
    }

    private static ProviderSettings settings(URI tokenUrl) {
        return ProviderSettings.builder(tokenUrl).build(UrlPolicy.LOOPBACK_HTTP);
    }

    private static URI url(NetServer server) {
        return URI.create("http://localhost:" + server.actualPort() + "/token");
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
