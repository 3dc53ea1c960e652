package dev.grantkeeper.vault.prompt;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A front end that listens to server-sent events as one written with fetch would. */
final class EventStream implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    /** @param name "comment" for a comment, which has no data */
    record Event(String name, JsonObject data) {}

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> ended;

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.ended = CompletableFuture.runAsync(this::read, work -> new Thread(work, "event-stream").start());
    }

    static EventStream open(String vault, String authorization) throws IOException, InterruptedException {
        return open(vault, authorization, "");
    }

    /** @param query such as {@code ?connections=true} */
    static EventStream open(String vault, String authorization, String query) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(vault + "/v1/prompts/stream" + query))
                .header("Authorization", authorization)
                .header("Accept", "text/event-stream")
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .build();
        return new EventStream(HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()));
    }

    int status() {
        return response.statusCode();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** The next event that is no comment. */
    Event next() throws InterruptedException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            var event = nextOrComment();
            if (!event.name().equals("comment")) {
                return event;
            }
        }
        throw new AssertionError("nothing but comments came for " + PATIENCE_SECONDS + " s");
    }

    Event nextOrComment() throws InterruptedException {
        var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing came for " + PATIENCE_SECONDS + " s");
        }
        return event;
    }

    /** Events that have come and were not asked for yet; comments are none. */
    int pending() {
        return (int)
                events.stream().filter(event -> !event.name().equals("comment")).count();
    }

    /** Completes when the vault ends the stream. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            var name = "message";
            var data = new StringBuilder();
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.startsWith(":")) {
                    events.add(new Event("comment", null));
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).trim();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5));
                } else if (line.isEmpty() && !data.isEmpty()) {
                    events.add(new Event(name, new JsonObject(data.toString())));
                    data.setLength(0);
                }
            }
        } catch (IOException cutOff) {
            events.add(new Event("cut off", null));
        }
    }
}
