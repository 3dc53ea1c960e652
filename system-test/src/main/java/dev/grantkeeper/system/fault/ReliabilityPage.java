package dev.grantkeeper.system.fault;

import static java.util.stream.Collectors.joining;

import dev.grantkeeper.system.page.WrittenTable;
import java.nio.file.Path;
import java.util.List;

/** The table in {@code docs/reliability.md}, between two comments; the text around it is written by people. */
final class ReliabilityPage {

    private static final String HEAD = """
            | fault | must hold | counted | kills in each window | seed | took |
            |---|---|---|---|---|---|
            """;

    private final WrittenTable page;

    ReliabilityPage(Path page) {
        this.page = new WrittenTable(page, "./mvnw verify -Pfaults");
    }

    /** @throws IllegalStateException if the page has no place for a table */
    void write(String caption, List<Line> lines) {
        page.write(caption + "\n\n" + HEAD + lines.stream().map(Line::row).collect(joining()));
    }

    /** One row as it was played. */
    record Line(String fault, String mustHold, Shown shown, long seed, long seconds) {

        /** As printed while the suite runs. */
        @Override
        public String toString() {
            return "%s  %s: %s [windows %s, seed %d, %d s]%s"
                    .formatted(
                            shown.held() ? "held  " : "BROKEN",
                            fault,
                            shown.counts(),
                            shown.windows(),
                            seed,
                            seconds,
                            shown.broken().stream()
                                    .map(what -> "\n          " + what)
                                    .collect(joining()));
        }

        private String row() {
            return "| %s | %s | %s%s | %s | %d | %d s |\n"
                    .formatted(
                            fault,
                            mustHold,
                            shown.held()
                                    ? ""
                                    : "**did not hold** (" + shown.broken().size() + "): ",
                            shown.counts().replace("|", "\\|"),
                            shown.windows(),
                            seed,
                            seconds);
        }
    }
}
