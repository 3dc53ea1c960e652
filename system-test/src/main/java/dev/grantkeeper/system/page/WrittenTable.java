package dev.grantkeeper.system.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A table in a page, between two comments of its own; the text around it is written by people. */
public final class WrittenTable {

    private static final String END = "<!-- end of table -->";

    private final Path page;
    private final String begin;

    /** @param command which writes the table, as the first comment says */
    public WrittenTable(Path page, String command) {
        this.page = page;
        this.begin = "<!-- table, written by " + command + " -->";
    }

    /**
     * Puts this in the old one's place.
     *
     * @param table lines, the last one ended
     * @throws IllegalStateException if the page has no place for a table
     */
    public void write(String table) {
        try {
            String text = Files.readString(page);
            int from = text.indexOf(begin);
            int to = text.indexOf(END, Math.max(0, from));
            if (from < 0 || to < from) {
                throw new IllegalStateException(page + " needs the lines " + begin + " and " + END);
            }
            Files.writeString(
                    page, text.substring(0, from + begin.length()) + "\n" + table + "\n" + text.substring(to));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + page, e);
        }
    }
}
