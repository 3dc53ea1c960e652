package dev.grantkeeper.bench;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.grantkeeper.system.machine.Node;
import dev.grantkeeper.system.machine.Patience;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A vault ends under its readers and is started again, while prompts open and are resolved through another one. Afterwards
 * everybody's front end must show what is open, and nobody have been told of a prompt twice over one connection.
 */
final class Restart {

    private static final Duration EVERY = Duration.ofMillis(400);
    private static final Duration AROUND = Duration.ofSeconds(4);
    private static final Duration BACK = Duration.ofMinutes(3);
    private static final Duration SETTLED = Duration.ofSeconds(30);
    /** A prompt is resolved after so many more have opened. */
    private static final int LATER = 10;

    private final Stage stage;
    private final Apps apps;
    private final Crowd crowd;
    private final String workspace;

    Restart(Stage stage, Crowd crowd, String workspace) {
        this.stage = stage;
        this.apps = stage.apps();
        this.crowd = crowd;
        this.workspace = workspace;
    }

    /** What prompts did meanwhile: how many opened, and when the vault had said of those resolved that they are. */
    private record Traffic(int opened, Map<String, Long> resolved) {}

    /** A row of the table. @param end how the vault is ended */
    String measure(String name, Consumer<Node> end) {
        var going = new AtomicBoolean(true);
        var traffic = CompletableFuture.supplyAsync(() -> traffic(name, going));
        Patience.until(System.nanoTime() + AROUND.toNanos());
        var vault = stage.cluster().vaults().get(0);
        var epochs = crowd.epochs();
        var failures = failures();
        var doubled = doubled();
        long ended = System.nanoTime();
        end.accept(vault);
        stage.cluster().restart(vault);
        long ready = System.nanoTime();
        awaitEverybody(epochs);
        long away = crowd.readers().size() - crowd.backAfter(epochs);
        long back = System.nanoTime();
        Patience.until(back + AROUND.toNanos());
        going.set(false);
        var done = traffic.join();
        return String.format(
                Locale.ROOT,
                "| %s | %.1f s | %.1f s%s | %d | %d, %d | %d | %d | %d |",
                name,
                (ready - ended) / (double) SECONDS.toNanos(1),
                (back - ended) / (double) SECONDS.toNanos(1),
                away == 0 ? "" : ", " + away + " never",
                failures() - failures,
                done.opened(),
                done.resolved().size(),
                wrong(),
                doubled() - doubled,
                risen(done.resolved()));
    }

    private void awaitEverybody(List<Integer> epochs) {
        try {
            Patience.await(BACK, "snapshot for everybody after the restart", () -> Optional.of(crowd)
                    .filter(all -> all.backAfter(epochs) == all.readers().size()));
        } catch (IllegalStateException incomplete) {
            // Who is not back is counted.
        }
    }

    private Traffic traffic(String name, AtomicBoolean going) {
        var waiting = new ArrayDeque<Map.Entry<String, String>>();
        var resolved = new HashMap<String, Long>();
        int opened = 0;
        for (long next = System.nanoTime(); going.get(); next += EVERY.toNanos()) {
            Patience.until(next);
            String app = "%s-%03d".formatted(name, ++opened);
            apps.define(app);
            waiting.add(Map.entry(apps.prompt(workspace, app), app));
            if (waiting.size() > LATER) {
                var oldest = waiting.remove();
                apps.resolve(workspace, oldest.getValue(), "key-of-" + oldest.getValue());
                resolved.put(oldest.getKey(), System.nanoTime());
            }
        }
        return new Traffic(opened, resolved);
    }

    /** How many show something else than what is open, after they had the time to hear of it. */
    private long wrong() {
        long until = System.nanoTime() + SETTLED.toNanos();
        long wrong = wrongNow();
        while (wrong > 0 && System.nanoTime() < until) {
            Patience.until(System.nanoTime() + SECONDS.toNanos(1));
            wrong = wrongNow();
        }
        return wrong;
    }

    private long wrongNow() {
        var open = stage.promptsOpen().of(Stage.tenant(workspace));
        if (open.isEmpty()) {
            throw new IllegalStateException("no prompt is open, so that nothing could be lost");
        }
        return crowd.readersOf(workspace).stream()
                .filter(reader -> !Shown.after(reader.heard()).open().equals(open))
                .count();
    }

    private int doubled() {
        return crowd.readersOf(workspace).stream()
                .mapToInt(reader -> Shown.after(reader.heard()).doubled())
                .sum();
    }

    /** How often somebody was told that one is open which had been resolved before. */
    private long risen(Map<String, Long> resolved) {
        return crowd.readersOf(workspace).stream()
                .flatMap(reader -> reader.heard().stream())
                .filter(Heard::isPrompt)
                .map(heard -> Map.entry(heard, Shown.read(heard.data())))
                .filter(told -> told.getValue().path("state").asText().equals("open"))
                .filter(told ->
                        told.getKey().nanoTime() > resolved.getOrDefault(Shown.id(told.getValue()), Long.MAX_VALUE))
                .count();
    }

    private int failures() {
        return crowd.readers().stream().mapToInt(Reader::failures).sum();
    }
}
