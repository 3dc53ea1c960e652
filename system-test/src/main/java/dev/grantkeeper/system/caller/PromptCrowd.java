package dev.grantkeeper.system.caller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grantkeeper.system.machine.Patience;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Very many front ends, each with a prompt stream of its own, which it opens again whenever it ends, as docs/prompts.md says; at one
 * vault or another.
 */
public final class PromptCrowd implements AutoCloseable {

    private static final int AGAIN_WITHIN_MILLIS = 2_000;

    private final List<URI> vaults;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final HttpClient http = Http.settings().executor(threads).build();
    private final AtomicInteger connects = new AtomicInteger();
    private final AtomicInteger reconnects = new AtomicInteger();
    private final Set<String> doubled = ConcurrentHashMap.newKeySet();
    private final List<Member> members;
    private volatile boolean closed;

    private PromptCrowd(List<URI> vaults, int size, IntFunction<String> token) {
        this.vaults = vaults;
        this.members = IntStream.range(0, size)
                .mapToObj(number -> new Member(token.apply(number)))
                .toList();
    }

    /**
     * Returns once every one has its first snapshot.
     *
     * @param token of each, by number
     */
    public static PromptCrowd gather(List<URI> vaults, int size, IntFunction<String> token, Duration atMost) {
        var crowd = new PromptCrowd(vaults, size, token);
        crowd.members.forEach(Member::connect);
        crowd.await(atMost, "first snapshots", member -> member.knows);
        return crowd;
    }

    /** Waits until every one shows this prompt and no other. */
    public void awaitOnly(String prompt, Duration atMost) {
        await(atMost, "front ends that all show one prompt", member -> member.shows(Set.of(prompt)));
    }

    /** Waits until nobody shows any. */
    public void awaitNone(Duration atMost) {
        await(atMost, "front ends that show no prompt", member -> member.shows(Set.of()));
    }

    /** How often a stream had to be opened again. */
    public int reconnects() {
        return reconnects.get();
    }

    /** Where a front end was told one prompt twice over one stream, or showed two for the same connection at the same time. */
    public Set<String> doubled() {
        return Set.copyOf(doubled);
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }

    private interface Check {
        boolean holds(Member member);
    }

    private void await(Duration atMost, String what, Check check) {
        Patience.await(atMost, what, () -> Optional.of(what)
                .filter(all -> members.stream().allMatch(check::holds)));
    }

    /** One front end: what it shows, and the stream that it knows it from. */
    private final class Member {

        private final String token;
        private final Map<String, Prompt> shown = new HashMap<>();
        /** Resolved since the last snapshot. */
        private final Set<String> over = new HashSet<>();

        private volatile boolean knows;

        Member(String token) {
            this.token = token;
        }

        void connect() {
            var vault = vaults.get(connects.getAndIncrement() % vaults.size());
            var request = HttpRequest.newBuilder(vault.resolve("/v1/prompts/stream"))
                    .header("Accept", "text/event-stream")
                    .header("Authorization", "Bearer " + token)
                    .build();
            http.sendAsync(request, BodyHandlers.fromLineSubscriber(new Lines(this)))
                    .handle((answer, fault) -> null)
                    .thenCompose(ended -> later())
                    .thenRun(() -> {
                        reconnects.incrementAndGet();
                        connect();
                    });
        }

        private CompletableFuture<Void> later() {
            var due = new CompletableFuture<Void>();
            if (!closed) {
                var pause = ThreadLocalRandom.current().nextInt(AGAIN_WITHIN_MILLIS);
                threads.schedule(() -> due.complete(null), pause, TimeUnit.MILLISECONDS);
            }
            return due;
        }

        synchronized boolean shows(Set<String> prompts) {
            return shown.keySet().equals(prompts);
        }

        synchronized void snapshot(JsonNode prompts) {
            shown.clear();
            over.clear();
            prompts.forEach(prompt -> put(Prompt.read(prompt)));
            knows = true;
        }

        synchronized void put(Prompt prompt) {
            if (prompt.isResolved()) {
                shown.remove(prompt.id());
                over.add(prompt.id());
                return;
            }
            if (shown.put(prompt.id(), prompt) != null || over.contains(prompt.id())) {
                doubled.add(prompt.id());
            }
            shown.values().stream()
                    .filter(other -> !other.id().equals(prompt.id()))
                    .filter(other ->
                            other.app().equals(prompt.app()) && other.owner().equals(prompt.owner()))
                    .forEach(other -> doubled.add(other.id() + " and " + prompt.id()));
        }
    }

    private static final class Lines implements Flow.Subscriber<String> {

        private final Member member;
        private String event = "message";

        Lines(Member member) {
            this.member = member;
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            opened.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("event:")) {
                event = line.substring(6).trim();
            } else if (line.startsWith("data:")) {
                var data = Http.read(line.substring(5));
                if (event.equals("snapshot")) {
                    member.snapshot(data.path("prompts"));
                } else if (event.equals("prompt")) {
                    member.put(Prompt.read(data));
                }
            }
        }

        @Override
        public void onError(Throwable cutOff) {
            event = "message";
        }

        @Override
        public void onComplete() {
            event = "message";
        }
    }
}
