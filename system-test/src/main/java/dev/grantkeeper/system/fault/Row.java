package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.machine.Programs;
import java.nio.file.Path;

/** One row of the table: something breaks, and something must hold. */
interface Row {

    /** Names the row on the command line. */
    String name();

    /** In words for people, with its counts at this scale. */
    String fault(int scale);

    String mustHold();

    /** What to run; the product as it was built, unless the row says otherwise. */
    default Programs programs(Programs built, Path directory) {
        return built;
    }

    /** Breaks it, waits until all has settled, and judges. Cleans up after itself. */
    Shown play(Scene scene);
}
