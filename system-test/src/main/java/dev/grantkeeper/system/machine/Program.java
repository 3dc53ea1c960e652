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
    private static final Duration DRAIN = Duration.ofSeconds(200);
    private static final int LINES_SHOWN = 15;

    private final String name;
    private final Path jar;
    private final List<String> options;
    private final Map<String, String> environment;
    private final Path log;
    private final Optional<ClassArchive> archive;
    private volatile Process running;
    private volatile boolean closed;

    Program(String name, Path jar, List<String> options, Map<String, String> environment, Path log) {
        this(name, jar, options, environment, log, Optional.empty());
    }

    private Program(
            String name,
            Path jar,
            List<String> options,
            Map<String, String> environment,
            Path log,
            Optional<ClassArchive> archive) {
        this.name = name;
        this.jar = jar;
        this.options = List.copyOf(options);
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.archive = archive;
    }

    /** The same, starting faster once the archive is there. */
    Program from(ClassArchive classes) {
        return new Program(name, jar, options, environment, log, Optional.of(classes));
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    /** Of the process that runs, or ran last. @throws IllegalStateException if there never was one */
    public long pid() {
        return process().pid();
    }

    /** @throws IllegalStateException while it runs, and once it was closed */
    public void start() {
        start(Map.of());
    }

    /**
     * Starts it with these variables over its own; they hold for this start only.
     *
     * @throws IllegalStateException while it runs, and once it was closed
     */
    public void start(Map<String, String> overrides) {
        run(archive.map(ClassArchive::use).orElse(List.of()), overrides);
    }

    /** Starts it slowly, so that its archive is there once it was terminated. */
    void startToArchive() {
        run(archive.orElseThrow().make(), Map.of());
    }

    private synchronized void run(List<String> archiving, Map<String, String> overrides) {
        if (closed || isAlive()) {
            throw new IllegalStateException(name + (closed ? " was closed" : " already runs"));
        }
        var builder = new ProcessBuilder(command(archiving))
                .directory(log.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().putAll(overrides);
        try {
            running = builder.start();
            running.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private List<String> command(List<String> archiving) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(archiving);
        options.stream().filter(option -> option.startsWith("-X")).forEach(command::add);
        command.addAll(List.of("-jar", jar.toString()));
        options.stream().filter(option -> !option.startsWith("-X")).forEach(command::add);
        return command;
    }

    public boolean isAlive() {
        var process = running;
        return process != null && process.isAlive();
    }

    /** Calls back once it ends, but not when {@link #close()} ends it. */
    public void onExit(Runnable ended) {
        process().onExit().thenRun(() -> {
            if (!closed) {
                ended.run();
            }
        });
    }

    /** SIGKILL: it gets to say nothing to anyone. Returns when it is gone. */
    public void kill() {
        var process = process();
        process.destroyForcibly();
        awaitExit(process, GRACE);
    }

    /**
     * SIGTERM, and waits until it has ended by itself.
     *
     * @return how long that took
     * @throws IllegalStateException if it has not after 200 s
     */
    public Duration terminate() {
        long begun = System.nanoTime();
        var process = process();
        process.destroy();
        if (!awaitExit(process, DRAIN)) {
            throw new IllegalStateException(name + " does not end, " + DRAIN.toSeconds() + " s after SIGTERM");
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** SIGSTOP: when this returns it stands still, and whoever talks to it waits, until {@link #resume()}. */
    public void pause() {
        Signals.stop(pid());
    }

    /** SIGCONT. */
    public void resume() {
        Signals.resume(pid());
    }

    /** Asks it to end, and kills it if it has not after 10 s. It cannot be started again. */
    @Override
    public synchronized void close() {
        closed = true;
        if (isAlive()) {
            resume();
            running.destroy();
            if (!awaitExit(running, GRACE)) {
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

    private Process process() {
        var process = running;
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
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

    private static boolean awaitExit(Process process, Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
