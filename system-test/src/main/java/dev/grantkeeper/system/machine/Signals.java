package dev.grantkeeper.system.machine;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java itself does not send. */
final class Signals {

    private Signals() {}

    /** @throws IllegalStateException if there is no such process of ours */
    static void send(String signal, long pid) {
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
