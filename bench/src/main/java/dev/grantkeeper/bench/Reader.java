package dev.grantkeeper.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** A person's front end: reads the prompt stream, connects anew when it ends, and takes down all it hears. */
final class Reader {

    /** Milliseconds: everybody loses the stream at the same moment, and shall not come back at one. */
    private static final int SOONEST = 200;

    private static final int LATEST = 3_000;
    /** Milliseconds, after tries in vain; each doubles the time. */
    private static final int LATEST_OF_ALL = 15_000;

    private final Vertx vertx;
    private final HttpClient http;
    private final RequestOptions request;
    private final String workspace;
    private final Consumer<Heard> listener;
    private final List<Heard> heard = new ArrayList<>();
    private volatile int epoch;
    private volatile int shownEpoch;
    private volatile int failures;
    private int inVain;
    private volatile boolean closed;

    /** @param listener told of every event, by the one thread that reads for everybody */
    Reader(Vertx vertx, HttpClient http, RequestOptions request, String workspace, Consumer<Heard> listener) {
        this.vertx = vertx;
        this.http = http;
        this.request = request;
        this.workspace = workspace;
        this.listener = listener;
    }

    String workspace() {
        return workspace;
    }

    /** How many connections it has had, the present one included. */
    int epoch() {
        return epoch;
    }

    /** Of which its newest snapshot is. */
    int shownEpoch() {
        return shownEpoch;
    }

    /** How often it tried to connect in vain. */
    int failures() {
        return failures;
    }

    synchronized List<Heard> heard() {
        return List.copyOf(heard);
    }

    void connect() {
        http.request(request)
                .compose(sending -> sending.send())
                .onSuccess(this::read)
                .onFailure(away -> failed());
    }

    void close() {
        closed = true;
    }

    private void read(HttpClientResponse answer) {
        if (answer.statusCode() != 200) {
            answer.end().onComplete(any -> failed());
            return;
        }
        inVain = 0;
        int number = epoch + 1;
        epoch = number;
        var events = new Sse((event, data) -> hear(new Heard(number, System.nanoTime(), event, data)));
        answer.handler(bytes -> events.accept(bytes.getBytes()));
        answer.end().onComplete(ended -> later());
    }

    private void hear(Heard event) {
        synchronized (this) {
            heard.add(event);
        }
        if (event.isSnapshot()) {
            shownEpoch = event.epoch();
        }
        listener.accept(event);
    }

    private void failed() {
        failures++;
        inVain++;
        later();
    }

    private void later() {
        if (!closed) {
            int latest = Math.min(LATEST_OF_ALL, LATEST << Math.min(inVain, 4));
            vertx.setTimer(ThreadLocalRandom.current().nextInt(SOONEST, latest), timer -> connect());
        }
    }
}
