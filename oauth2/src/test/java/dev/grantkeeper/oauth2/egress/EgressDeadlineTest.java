package dev.grantkeeper.oauth2.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that end in a time of their own, long before what the way out reads at most. */
class EgressDeadlineTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(300);

    private record Post(URI url) implements Request {
        @Override
        public HttpMethod method() {
            return HttpMethod.POST;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public String body() {
            return "{}";
        }

        @Override
        public Optional<ClientCertificate> certificate() {
            return Optional.empty();
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    private final Egress egress = new Egress(
            vertx, new EgressOptions(AddressRules.ANYWHERE, LONG, LONG, 1024, 10, Optional.empty(), refusals::add));

    @AfterEach
    void close() throws Exception {
        egress.close();
        await(vertx.close().toCompletionStage().toCompletableFuture());
    }

    @Test
    void send_answerDrips_isLostAtTheDeadlineAndTheConnectionIsClosed() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        NetServer server = server(socket -> {
            socket.closeHandler(end -> closed.complete(null));
            socket.handler(request -> {
                socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                vertx.setPeriodic(20, tick -> socket.write("x"));
            });
        });

        assertThat(send("http://127.0.0.1:" + server.actualPort(), SHORT)).isEqualTo(new Reply.Lost("answer_overdue"));
        await(closed);
        assertThat(refusals).containsExactly(Refusal.OVERDUE);
    }

    @Test
    void send_nobodyShakesHands_isNotSent() throws Exception {
        NetServer server = server(socket -> {});

        assertThat(send("https://127.0.0.1:" + server.actualPort(), SHORT))
                .isEqualTo(new Reply.NotSent("connect_timeout"));
    }

    @Test
    void send_answeredInTime_isTheAnswer() throws Exception {
        NetServer server = server(socket ->
                socket.handler(request -> socket.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")));

        assertThat(send("http://127.0.0.1:" + server.actualPort(), LONG))
                .isInstanceOfSatisfying(Reply.Complete.class, answer -> assertThat(answer.status())
                        .isEqualTo(204));
        assertThat(List.copyOf(refusals)).isEmpty();
    }

    private NetServer server(Consumer<NetSocket> handler) throws Exception {
        return await(vertx.createNetServer()
                .connectHandler(handler::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture());
    }

    private Reply send(String url, Duration endWithin) throws Exception {
        return await(egress.send(new Post(URI.create(url)), LONG, endWithin)
                .toCompletionStage()
                .toCompletableFuture());
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }
}
