package dev.grantkeeper.vault.prompt;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Very many front ends at once, each with a stream of its own, on one thread. */
final class Crowd implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http;
    private final URI vault;
    private final AtomicInteger snapshots = new AtomicInteger();
    /** How often each prompt was told, by id and state. */
    private final ConcurrentMap<String, AtomicInteger> told = new ConcurrentHashMap<>();

    Crowd(URI vault, int most) {
        this.vault = vault;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(most).setIdleTimeout(0));
    }

    /** Opens a stream for each; returns when all have begun. */
    void join(List<String> authorizations) throws Exception {
        var opened = new ArrayList<Future<?>>();
        authorizations.forEach(authorization -> opened.add(open(authorization)));
        Future.all(opened).toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }

    /** How many snapshots have come, in all. */
    int snapshots() {
        return snapshots.get();
    }

    /** How many events have come that tell this state of the prompt. */
    int told(String prompt, String state) {
        return told.getOrDefault(prompt + " " + state, new AtomicInteger()).get();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private Future<?> open(String authorization) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(vault.getHost())
                .setPort(vault.getPort())
                .setURI("/v1/prompts/stream")
                .putHeader("Authorization", authorization);
        return http.request(options).flatMap(request -> request.send()).onSuccess(response -> {
            if (response.statusCode() != 200) {
                throw new IllegalStateException("answered " + response.statusCode());
            }
            response.handler(RecordParser.newDelimited("\n\n", this::hear));
        });
    }

    private void hear(Buffer event) {
        var text = event.toString();
        if (text.contains("event:snapshot")) {
            snapshots.incrementAndGet();
        } else if (text.contains("event:prompt")) {
            var data = new JsonObject(text.substring(text.indexOf('{')));
            told.computeIfAbsent(
                            data.getString("prompt_id") + " " + data.getString("state"), first -> new AtomicInteger())
                    .incrementAndGet();
        }
    }
}
