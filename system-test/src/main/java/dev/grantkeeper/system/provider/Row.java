package dev.grantkeeper.system.provider;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/**
 * What one authorization server showed, as a row of the table.
 *
 * @param server with its version
 * @param shown what was counted, column by column; shorter when it broke off or was skipped
 * @param broken why it did; empty when all held
 */
record Row(String server, State state, List<String> shown, String broken) {

    enum State {
        HELD,
        BROKEN,
        SKIPPED
    }

    static final List<String> COLUMNS = List.of(
            "authorization server",
            "defined by",
            "connected",
            "looked up",
            "renewed",
            "refresh tokens",
            "grant ended there",
            "prompted",
            "reconnected",
            "disconnected",
            "for the client alone");

    Row {
        shown = List.copyOf(shown);
        if (shown.size() >= COLUMNS.size() || state == State.HELD && shown.size() < COLUMNS.size() - 1) {
            throw new IllegalArgumentException("a row of " + shown.size() + " cells");
        }
    }

    static Row held(String server, List<String> shown) {
        return new Row(server, State.HELD, shown, "");
    }

    static Row broken(String server, List<String> shown, Throwable fault) {
        return new Row(server, State.BROKEN, shown, String.valueOf(fault.getMessage()));
    }

    static Row skipped(String server, NotInstalled why) {
        return new Row(server, State.SKIPPED, List.of(), why.getMessage());
    }

    static String head() {
        return "| " + String.join(" | ", COLUMNS) + " |\n" + "|---".repeat(COLUMNS.size()) + "|\n";
    }

    /** A line of the table. What did not hold stands where the next count would. */
    @Override
    public String toString() {
        var cells = new ArrayList<String>();
        cells.add(server);
        cells.addAll(shown);
        if (state != State.HELD) {
            cells.add("**" + state + "**: " + broken);
        }
        while (cells.size() < COLUMNS.size()) {
            cells.add("–");
        }
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                .collect(joining(" | ", "| ", " |"));
    }
}
