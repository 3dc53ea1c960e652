package dev.grantkeeper.bench;

import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.system.platform.TokenIssuer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Many people, each with an open prompt stream of their own; one thread reads for all of them. */
final class Crowd implements AutoCloseable {

    private static final int CONNECTING_AT_ONCE = 100;
    private static final Duration OPENING = Duration.ofMinutes(3);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http;
    private final URI vault;
    private final TokenIssuer issuer;
    private final List<Reader> readers = new ArrayList<>();
    private volatile Awaited awaited = new Awaited(any -> false);

    /** Prompts that are waited for. */
    private static final class Awaited {
        private final Predicate<Heard> wanted;
        private final AtomicInteger arrived = new AtomicInteger();

        Awaited(Predicate<Heard> wanted) {
            this.wanted = wanted;
        }

        void hear(Heard heard) {
            if (wanted.test(heard)) {
                arrived.incrementAndGet();
            }
        }
    }

    Crowd(URI vault, TokenIssuer issuer) {
        this.vault = vault;
        this.issuer = issuer;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setIdleTimeout(0).setConnectTimeout(5_000),
                new PoolOptions().setHttp1MaxSize(10_000));
    }

    /** Admins of the workspace, each with one stream; returns when all have their snapshot. */
    void join(String workspace, int people) {
        var joining = new ArrayList<Reader>();
        for (int i = 1; i <= people; i++) {
            joining.add(reader(workspace, "admin-%05d".formatted(i)));
        }
        for (int from = 0; from < people; from += CONNECTING_AT_ONCE) {
            joining.subList(from, Math.min(people, from + CONNECTING_AT_ONCE)).forEach(Reader::connect);
            var asked = joining.subList(0, Math.min(people, from + CONNECTING_AT_ONCE));
            Patience.await(OPENING, "snapshot for each of " + asked.size() + " people", () -> Optional.of(asked)
                    .filter(all -> all.stream().allMatch(reader -> reader.shownEpoch() > 0)));
        }
        readers.addAll(joining);
    }

    List<Reader> readers() {
        return List.copyOf(readers);
    }

    List<Reader> readersOf(String workspace) {
        return readers.stream()
                .filter(reader -> reader.workspace().equals(workspace))
                .toList();
    }

    /** From now on prompts of this app are counted. */
    void expect(String app) {
        awaited = new Awaited(heard -> heard.isPrompt() && heard.data().contains("\"app\":\"" + app + "\""));
    }

    /** How many of those expected have come. */
    int arrived() {
        return awaited.arrived.get();
    }

    /** How many readers have a connection after this one, and its snapshot. */
    long backAfter(List<Integer> epochs) {
        return IntStream.range(0, readers.size())
                .filter(i -> readers.get(i).shownEpoch() > epochs.get(i))
                .count();
    }

    List<Integer> epochs() {
        return readers.stream().map(Reader::epoch).toList();
    }

    @Override
    public void close() {
        readers.forEach(Reader::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Reader reader(String workspace, String user) {
        var request = new RequestOptions()
                .setAbsoluteURI(vault.resolve("/v1/prompts/stream").toString())
                .putHeader("Accept", "text/event-stream")
                .putHeader("Authorization", "Bearer " + issuer.person(workspace, user, "admin"));
        return new Reader(vertx, http, request, workspace, this::hear);
    }

    private void hear(Heard heard) {
        awaited.hear(heard);
    }
}
