package dev.grantkeeper.system.fault;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.grantkeeper.system.fault.ReliabilityPage.Line;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.system.machine.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Plays rows of the table, act after act, and prints a line for each. */
public final class Faults {

    private static final int LEAST_IN_A_WINDOW = 10;
    /** To start a row keeps the machine so busy that renewals of another would be late. */
    private static final Duration APART = Duration.ofSeconds(50);

    private final FaultOptions options;
    private final Path directory;
    private final Programs programs;
    private final Consumer<String> lines;

    /** @param directory of this run alone: logs and data are kept there */
    public Faults(FaultOptions options, Path directory, Programs programs, Consumer<String> lines) {
        this.options = options;
        this.directory = directory;
        this.programs = programs;
        this.lines = lines;
        options.requireOnly(names());
    }

    /**
     * Plays what the options name.
     *
     * @param page where the table is written, if every row was played
     * @return what did not hold, in words; empty when all did
     */
    public List<String> play(Path page) {
        long begun = System.nanoTime();
        var played = new ArrayList<Line>();
        for (var act : Table.ACTS) {
            played.addAll(play(act));
        }
        var windows = played.stream().map(line -> line.shown().windows()).reduce(Windows.NONE, Windows::plus);
        String summary = "%d rows in %d min, scale %d, seed %d; kills in each window: %s"
                .formatted(
                        played.size(),
                        NANOSECONDS.toMinutes(System.nanoTime() - begun),
                        options.scale(),
                        options.seed(),
                        windows);
        lines.accept(summary);
        boolean whole = played.size() == Table.ROWS.size();
        if (whole) {
            new ReliabilityPage(page).write(summary + ".", played);
        }
        return broken(played, whole ? windows : null);
    }

    private List<Line> play(List<Row> act) {
        var playing = new ArrayList<CompletableFuture<Line>>();
        for (Row row : act.stream().filter(options::plays).toList()) {
            Patience.until(System.nanoTime() + (playing.isEmpty() ? Duration.ZERO : APART).toNanos());
            playing.add(CompletableFuture.supplyAsync(() -> play(row), task -> new Thread(task, row.name()).start()));
        }
        return playing.stream().map(CompletableFuture::join).toList();
    }

    private Line play(Row row) {
        long begun = System.nanoTime();
        long seed = options.seedOf(row);
        lines.accept("        " + row.name() + ": " + row.fault(options.scale()));
        Shown shown;
        try (var scene = Scene.open(
                directory.resolve(row.name()),
                row.programs(programs, directory),
                new Moments(seed),
                options.scale(),
                lines)) {
            shown = row.play(scene);
        } catch (RuntimeException e) {
            shown = Shown.failed(e);
        }
        long seconds = NANOSECONDS.toSeconds(System.nanoTime() - begun);
        var line = new Line(row.fault(options.scale()), row.mustHold(), shown, seed, seconds);
        lines.accept(line.toString());
        return line;
    }

    private static List<String> broken(List<Line> played, Windows windows) {
        var broken = new ArrayList<String>();
        played.stream()
                .filter(line -> !line.shown().held())
                .forEach(line -> broken.add(
                        line.fault() + ": " + String.join("; ", line.shown().broken())));
        if (windows != null && windows.fewest() < LEAST_IN_A_WINDOW) {
            broken.add("a window of the crash matrix had fewer than " + LEAST_IN_A_WINDOW + " kills: " + windows);
        }
        return broken;
    }

    private static Set<String> names() {
        return Table.ROWS.stream().map(Row::name).collect(TreeSet::new, Set::add, Set::addAll);
    }
}
