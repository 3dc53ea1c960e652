package dev.grantkeeper.system.fault;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The table in {@code docs/reliability.md}, between two comments; the text around it is written by people. */
final class ReliabilityPage {

    private static final String BEGIN = "<!-- table, written by ./mvnw verify -Pfaults -->";
    private static final String END = "<!-- end of table -->";
    private static final String HEAD = """
            | fault | must hold | counted | kills in each window | seed | took |
            |---|---|---|---|---|---|
            """;

    private final Path page;

    ReliabilityPage(Path page) {
        this.page = page;
    }

    /** @throws IllegalStateException if the page has no place for a table */
    void write(String caption, List<Line> lines) {
        try {
            String text = Files.readString(page);
            int begin = text.indexOf(BEGIN);
            int end = text.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new IllegalStateException(page + " needs the lines " + BEGIN + " and " + END);
            }
            String table =
                    caption + "\n\n" + HEAD + lines.stream().map(Line::row).collect(joining());
            Files.writeString(
                    page, text.substring(0, begin + BEGIN.length()) + "\n" + table + "\n" + text.substring(end));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + page, e);
        }
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
