package dev.grantkeeper.bench;

import dev.grantkeeper.system.machine.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** From the moment an app asks for its key to the moment that each admin's front end has the prompt. */
final class Deliveries {

    private static final Duration GIVEN_UP = Duration.ofSeconds(15);
    private static final Duration APART = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final int WARM_UP = 5;

    private final Stage stage;
    private final Apps apps;
    private final Crowd crowd;
    private final int rounds;

    Deliveries(Stage stage, Crowd crowd, int rounds) {
        this.stage = stage;
        this.apps = stage.apps();
        this.crowd = crowd;
        this.rounds = rounds;
    }

    /** A row of the table: who was prompted, how long it took and what it cost. */
    String measure(String name, String workspace) {
        int people = crowd.readersOf(workspace).size();
        var appNames = new ArrayList<String>();
        for (int i = 1; i <= WARM_UP + rounds; i++) {
            appNames.add("%s-%03d".formatted(name, i));
        }
        appNames.forEach(apps::define);
        appNames.subList(0, WARM_UP).forEach(app -> deliver(workspace, app, people));
        var before = Use.of(stage.pid());
        Patience.until(System.nanoTime() + IDLE.toNanos());
        var idle = Use.of(stage.pid());
        var times = new ArrayList<Long>();
        for (var app : appNames.subList(WARM_UP, appNames.size())) {
            times.addAll(deliver(workspace, app, people));
            Patience.until(System.nanoTime() + APART.toNanos());
        }
        var after = Use.of(stage.pid());
        int lost = people * rounds - times.size();
        double extra =
                after.processMillisSince(idle) - idle.coresSince(before) * (after.nanoTime() - idle.nanoTime()) / 1e6;
        return String.format(
                Locale.ROOT,
                "| %d of %d | %s | %d | %.0f ms | %.3f cores | %d MB | %.2f cores |",
                people,
                crowd.readers().size(),
                Spread.ofNanos(times).cells(),
                lost,
                extra / rounds,
                idle.coresSince(before),
                Use.residentMegabytes(stage.pid()),
                after.othersSince(idle));
    }

    private List<Long> deliver(String workspace, String app, int people) {
        crowd.expect(app);
        long asked = System.nanoTime();
        String prompt = apps.prompt(workspace, app);
        try {
            Patience.await(GIVEN_UP, "prompt", () -> Optional.of(crowd).filter(all -> all.arrived() >= people));
        } catch (IllegalStateException incomplete) {
            // What did not come is counted as lost.
        }
        return crowd.readersOf(workspace).stream()
                .flatMap(reader -> reader.heard().stream()
                        .filter(heard -> heard.isPrompt() && heard.data().contains(prompt))
                        .limit(1))
                .map(heard -> heard.nanoTime() - asked)
                .toList();
    }
}
