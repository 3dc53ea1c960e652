package dev.grantkeeper.system.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Wall clocks that are wrong, by libfaketime; monotonic time is left alone. */
public final class FakeTime {

    private static final String ADVICE = "libfaketime is not installed; do: apt-get install faketime";

    private FakeTime() {}

    /**
     * Variables for {@link Program#start(Map)}: the program's wall clock is so much ahead of the machine's, behind for a
     * negative time. libfaketime is installed if that takes no more than being root on Debian.
     *
     * @throws IllegalStateException saying what to install, if it cannot be
     */
    public static Map<String, String> shifted(Duration offset) {
        var library = installed().or(FakeTime::install).orElseThrow(() -> new IllegalStateException(ADVICE));
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME",
                "%+d".formatted(offset.toSeconds()),
                "DONT_FAKE_MONOTONIC",
                "1",
                // Without it every timed wait of the JVM returns at once, and it spins.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }

    static boolean isInstalled() {
        return installed().isPresent();
    }

    private static Optional<Path> installed() {
        try (Stream<Path> architectures = Files.list(Path.of("/usr/lib"))) {
            return architectures
                    .map(directory -> directory.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> install() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        try {
            new ProcessBuilder(List.of("apt-get", "install", "-y", "-q", "faketime"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noDebian) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return installed();
    }
}
