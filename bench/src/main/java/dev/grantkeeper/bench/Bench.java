package dev.grantkeeper.bench;

import dev.grantkeeper.system.machine.Programs;
import dev.grantkeeper.system.page.WrittenTable;
import java.util.List;

/** Runs one bench and writes its table into {@code docs/measurements.md}. */
public final class Bench {

    private Bench() {}

    public static void main(String... arguments) {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException usage) {
            System.err.println(usage.getMessage());
            System.exit(2);
            return;
        }
        var programs = Programs.ofThisProject();
        var lines = options.bench().equals("prompts")
                ? PromptStreams.run(options, programs, System.out::println)
                : SdkLookups.run(options, programs, System.out::println);
        write(options, programs, lines);
        // The vaults' watchers are no daemons.
        System.exit(0);
    }

    private static void write(Options options, Programs programs, List<String> lines) {
        var page = programs.home().resolve("docs").resolve("measurements.md");
        new WrittenTable(page, "bench/run " + options.bench()).write(String.join("\n", lines) + "\n");
        lines.forEach(System.out::println);
    }
}
