package dev.grantkeeper.system.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Signals that Java itself does not send. */
final class Signals {

    private static final Duration SOON = Duration.ofSeconds(10);

    private Signals() {}

    /**
     * Returns when every thread of the process stands still.
     *
     * @throws IllegalStateException if there is no such process of ours
     */
    static void stop(long pid) {
        send("STOP", pid);
        Patience.await(
                SOON, "standstill of process " + pid, () -> Optional.of(pid).filter(Signals::isStopped));
    }

    /** @throws IllegalStateException if there is no such process of ours */
    static void resume(long pid) {
        send("CONT", pid);
    }

    /** By proc_pid_stat(5); where there is no such file, stopped as soon as told to. */
    private static boolean isStopped(long pid) {
        var tasks = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.exists(tasks)) {
            return true;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.allMatch(thread -> state(thread.resolve("stat")) == 'T');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The letter behind the command's name, which is in parentheses and may contain some. */
    private static char state(Path stat) {
        try {
            String line = Files.readString(stat);
            return line.charAt(line.lastIndexOf(')') + 2);
        } catch (IOException ended) {
            return 'T';
        }
    }

    private static void send(String signal, long pid) {
        try {
            int failed = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (failed != 0) {
                throw new IllegalStateException("cannot send SIG" + signal + " to process " + pid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIG" + signal, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
