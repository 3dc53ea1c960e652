package dev.grantkeeper.system.machine;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Java program as a process of its own, writing its output into a log file. Can be started again after it ended; its
 * secrets go through the environment, which other users cannot read.
 */
public final class Program implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int LINES_SHOWN = 15;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Process running;
    private volatile boolean closed;

    Program(String name, Path jar, List<String> options, Map<String, String> environment, Path log) {
        this.name = name;
        this.command = command(jar, options);
        this.environment = Map.copyOf(environment);
        this.log = log;
    }

    private static List<String> command(Path jar, List<String> options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"));
        options.stream().filter(option -> option.startsWith("-X")).forEach(command::add);
        command.addAll(List.of("-jar", jar.toString()));
        options.stream().filter(option -> !option.startsWith("-X")).forEach(command::add);
        return List.copyOf(command);
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    /** @throws IllegalStateException while it runs, and once it was closed */
    public synchronized void start() {
        if (closed || isAlive()) {
            throw new IllegalStateException(name + (closed ? " was closed" : " already runs"));
        }
        var builder = new ProcessBuilder(command)
                .directory(log.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            running = builder.start();
            running.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    public synchronized boolean isAlive() {
        return running != null && running.isAlive();
    }

    /** Calls back once it ends, but not when {@link #close()} ends it. */
    public synchronized void onExit(Runnable ended) {
        running.onExit().thenRun(() -> {
            if (!closed) {
                ended.run();
            }
        });
    }

    /** SIGKILL: it gets to say nothing to anyone. Returns when it is gone. */
    public synchronized void kill() {
        running.destroyForcibly();
        awaitExit(GRACE);
    }

    /** Asks it to end, and kills it if it has not after 10 s. It cannot be started again. */
    @Override
    public synchronized void close() {
        closed = true;
        if (isAlive()) {
            running.destroy();
            if (!awaitExit(GRACE)) {
                kill();
            }
        }
    }

    /** The first line of the log that begins so, from there on. */
    Optional<String> logged(String beginning) {
        return lines().stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()))
                .findFirst();
    }

    /** @throws IllegalStateException with the end of its log, if it has ended */
    void requireAlive() {
        if (!isAlive()) {
            throw new IllegalStateException(name + " ended before it was ready; the end of " + log + ":\n" + logEnd());
        }
    }

    String logEnd() {
        var lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    private List<String> lines() {
        try {
            return Files.exists(log)
                    ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean awaitExit(Duration atMost) {
        try {
            return running.waitFor(atMost.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
