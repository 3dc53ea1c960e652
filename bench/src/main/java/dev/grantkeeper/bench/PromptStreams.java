package dev.grantkeeper.bench;

import dev.grantkeeper.system.machine.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Front ends in their thousands: how soon a workspace's prompt is with all of its people, and what a restart does to them. */
final class PromptStreams {

    private static final String WHOLE = "whole";
    private static final String FIFTH = "fifth";
    private static final int PEOPLE_ELSEWHERE = 10;

    private PromptStreams() {}

    static List<String> run(Options options, Programs programs, Consumer<String> progress) {
        var lines = new ArrayList<String>();
        try (var stage = Stage.open(programs, progress)) {
            long empty = Use.residentMegabytes(stage.pid());
            lines.add(
                    "| people prompted, of all | p50 | p99 | max | lost | vault, each prompt | vault, idle | vault's memory"
                            + " | others meanwhile |");
            lines.add("|---|---|---|---|---|---|---|---|---|");
            try (var crowd = stage.crowd()) {
                progress.accept("a fifth of the people in one workspace, the others in many");
                crowd.join(FIFTH, options.streams() / 5);
                for (int i = 0; i * PEOPLE_ELSEWHERE < options.streams() - options.streams() / 5; i++) {
                    crowd.join("other-%04d".formatted(i), PEOPLE_ELSEWHERE);
                }
                told(lines, progress, new Deliveries(stage, crowd, options.rounds()).measure(FIFTH, FIFTH));
            }
            try (var crowd = stage.crowd()) {
                progress.accept("all people in one workspace");
                crowd.join(WHOLE, options.streams());
                told(lines, progress, new Deliveries(stage, crowd, options.rounds()).measure(WHOLE, WHOLE));
                lines.add("");
                lines.add("The vault without readers has " + empty + " MB.");
                lines.add("");
                lines.add(
                        "| vault of " + options.streams()
                                + " people | ready again after | everybody back after | tries in vain | prompts opened, resolved"
                                + " meanwhile | people shown something else in the end | told twice over one connection | told open when resolved |");
                lines.add("|---|---|---|---|---|---|---|---|");
                var restart = new Restart(stage, crowd, WHOLE);
                progress.accept("SIGTERM");
                told(lines, progress, restart.measure("terminated", vault -> vault.program()
                        .terminate()));
                progress.accept("SIGKILL");
                told(lines, progress, restart.measure("killed", vault -> vault.program()
                        .kill()));
            }
        }
        return lines;
    }

    /** At once, so that it is not lost with what may fail later. */
    private static void told(List<String> lines, Consumer<String> progress, String row) {
        progress.accept(row);
        lines.add(row);
    }
}
