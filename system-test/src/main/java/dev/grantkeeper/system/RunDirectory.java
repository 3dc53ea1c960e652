package dev.grantkeeper.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Where a demo keeps its logs: a directory named for its process, so that demos may run side by side. */
final class RunDirectory {

    private static final String PREFIX = "run-";

    private RunDirectory() {}

    /** A new one, after those of demos that have ended were removed. */
    static Path create(Path parent) {
        try {
            Files.createDirectories(parent);
            try (var runs = Files.newDirectoryStream(parent, PREFIX + "*")) {
                for (Path run : runs) {
                    if (!isRunning(run)) {
                        delete(run);
                    }
                }
            }
            return Files.createDirectory(
                    parent.resolve(PREFIX + ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + parent, e);
        }
    }

    private static boolean isRunning(Path run) {
        String pid = run.getFileName().toString().substring(PREFIX.length());
        return pid.matches("\\d{1,18}")
                && Long.parseLong(pid) != ProcessHandle.current().pid()
                && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    private static void delete(Path run) throws IOException {
        try (var paths = Files.walk(run)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
