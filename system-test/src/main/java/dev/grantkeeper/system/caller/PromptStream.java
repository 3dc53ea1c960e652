package dev.grantkeeper.system.caller;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.grantkeeper.system.machine.Patience;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A person's open prompt stream (server-sent events, WHATWG HTML section 9.2), and everything that came over it. */
public final class PromptStream implements AutoCloseable {

    private static final Duration OPENING = Duration.ofSeconds(10);

    private final String person;
    private final List<String> raw = new CopyOnWriteArrayList<>();
    private final List<Prompt> prompts = new CopyOnWriteArrayList<>();
    private final Lines lines = new Lines();

    private PromptStream(String person) {
        this.person = person;
    }

    /** Opens the stream and returns once its snapshot has come. */
    public static PromptStream open(URI vault, String person, String token) {
        var stream = new PromptStream(person);
        var request = HttpRequest.newBuilder(vault.resolve("/v1/prompts/stream"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token)
                .build();
        HttpClient client = Http.settings().build();
        stream.require200(client.sendAsync(request, answer -> {
            return answer.statusCode() == 200
                    ? BodyHandlers.fromLineSubscriber(stream.lines).apply(answer)
                    : HttpResponse.BodySubscribers.replacing(null);
        }));
        Patience.await(OPENING, "snapshot on the prompt stream of " + person, () -> stream.raw.stream()
                .findFirst());
        return stream;
    }

    /** The prompts that came as events of their own, in their order; those of the snapshot are not among them. */
    public List<Prompt> prompts() {
        return List.copyOf(prompts);
    }

    /** Waits for a prompt that came or comes. */
    public Prompt await(Duration atMost, String what, Predicate<Prompt> wanted) {
        return Patience.await(atMost, what + " on the stream of " + person, () -> prompts.stream()
                .filter(wanted)
                .findFirst());
    }

    /** Whether this text occurs anywhere in what came, the snapshot included. */
    public boolean mentions(String text) {
        return raw.stream().anyMatch(data -> data.contains(text));
    }

    @Override
    public void close() {
        lines.cancel();
    }

    private void require200(CompletableFuture<HttpResponse<Void>> opening) {
        try {
            Patience.await(OPENING, "answer to the prompt stream of " + person, () -> Optional.of(lines)
                    .filter(reader -> reader.isOpen() || opening.isDone()));
            if (opening.isDone() && opening.get(0, SECONDS).statusCode() != 200) {
                throw new IllegalStateException("the prompt stream of " + person + " answered "
                        + opening.get().statusCode());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the prompt stream of " + person + " did not open", e);
        }
    }

    private void dispatch(String event, List<String> data) {
        String text = String.join("\n", data);
        if (event.equals("prompt")) {
            prompts.add(Prompt.read(Http.read(text)));
        }
        raw.add(text);
    }

    private final class Lines implements Flow.Subscriber<String> {

        private final List<String> data = new ArrayList<>();
        private volatile Flow.Subscription subscription;
        private String event = "message";

        boolean isOpen() {
            return subscription != null;
        }

        void cancel() {
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription = opened;
            opened.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    dispatch(event, data);
                }
                data.clear();
                event = "message";
            } else if (line.startsWith("event:")) {
                event = value(line);
            } else if (line.startsWith("data:")) {
                data.add(value(line));
            }
        }

        @Override
        public void onError(Throwable ended) {
            subscription = null;
        }

        @Override
        public void onComplete() {
            subscription = null;
        }

        private static String value(String line) {
            String value = line.substring(line.indexOf(':') + 1);
            return value.startsWith(" ") ? value.substring(1) : value;
        }
    }
}
