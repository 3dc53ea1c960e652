package dev.grantkeeper.system.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a program as its JVM lays them out in memory (JEP 350), which takes a third off a start. It lies beside
 * the program; one that does not fit what is started is ignored by the JVM.
 */
record ClassArchive(Path jar) {

    private static final String QUIET = "-Xlog:cds=off,cds+dynamic=off";

    /** Whether there is one that is younger than the program. */
    boolean exists() {
        try {
            return Files.exists(file())
                    && Files.getLastModifiedTime(file()).compareTo(Files.getLastModifiedTime(jar)) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JVM options of a start that uses it; none while it does not exist. */
    List<String> use() {
        return exists() ? List.of("-XX:SharedArchiveFile=" + file(), QUIET) : List.of();
    }

    /** JVM options of a start that makes it when the program ends. */
    List<String> make() {
        return List.of("-XX:ArchiveClassesAtExit=" + file(), QUIET);
    }

    private Path file() {
        return jar.resolveSibling("startup.jsa");
    }
}
