package dev.grantkeeper.testkit;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Servers in the test's own JVM log into the test's own log; only what is wrong with them belongs there. */
final class QuietLogs {

    /** Held here because java.util.logging forgets the level of a logger that nobody refers to. */
    private static final List<Logger> SERVERS = Stream.of(
                    "kafka", "org.apache.kafka", "state.change.logger", "io.zonky.test")
            .map(Logger::getLogger)
            .toList();

    private QuietLogs() {}

    static void keep() {
        SERVERS.forEach(logger -> logger.setLevel(Level.SEVERE));
        System.setProperty("log4j2.StatusLogger.level", "OFF");
    }

    /** Runs what is known to fail, and whose failure is no news. */
    static void during(Runnable action) {
        SERVERS.forEach(logger -> logger.setLevel(Level.OFF));
        try {
            action.run();
        } finally {
            keep();
        }
    }
}
