package dev.grantkeeper.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * A Kafka of {@link EmbeddedKafka}'s kind in a process of its own, which therefore can be killed. It ends with this JVM,
 * whatever ends that.
 */
public final class KafkaProcess implements AutoCloseable {

    private static final int WAIT_SECONDS = 60;

    private final Path directory;
    private final int port;
    private Process running;

    private KafkaProcess(Path directory, int port) {
        this.directory = directory.toAbsolutePath();
        this.port = port;
    }

    /**
     * Starts over the given directory, and keeps its logs and what it complains about in there.
     *
     * @param port the port clients connect to; 0 takes a free one
     */
    public static KafkaProcess startIn(Path directory, int port) {
        var kafka = new KafkaProcess(directory, port == 0 ? LoopbackPorts.free() : port);
        kafka.start();
        return kafka;
    }

    /** Where it listens; stays the same over kill, stop and start. */
    public KafkaServer server() {
        return new KafkaServer(LoopbackPorts.HOST + ":" + port);
    }

    /** Where it keeps its logs. */
    public Path directory() {
        return directory.resolve("kafka");
    }

    public synchronized ProcessHandle process() {
        return running.toHandle();
    }

    /**
     * Starts again after {@link #stop()} or {@link #kill()}, on the same port and logs; returns when it serves.
     *
     * @throws IllegalStateException if it does not start; what it said is in {@code kafka.log} of the directory
     */
    public synchronized void start() {
        if (running != null) {
            throw new IllegalStateException("Kafka already runs on port " + port);
        }
        var complaints = directory.resolve("kafka.log");
        var builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Infrastructure.class.getName(),
                        "only=kafka",
                        "directory=" + directory,
                        "kafka.port=" + port))
                .redirectError(Redirect.appendTo(complaints.toFile()));
        try {
            Files.createDirectories(directory);
            running = builder.start();
            // Held open: when this JVM is gone, its end tells the process to end.
            var line = new BufferedReader(new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (line == null) {
                stop();
                throw new IllegalStateException("Kafka did not start on port " + port + "; see " + complaints);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Kafka in " + directory, e);
        }
    }

    /** Shuts broker and controller down cleanly. */
    public synchronized void stop() {
        if (running != null) {
            running.destroy();
            awaitExit();
        }
    }

    /** SIGKILL: it gets to say nothing to anyone. Returns when it is gone. */
    public synchronized void kill() {
        if (running == null) {
            throw new IllegalStateException("Kafka is not running");
        }
        running.destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        stop();
    }

    private void awaitExit() {
        try {
            if (!running.waitFor(WAIT_SECONDS, SECONDS)) {
                running.destroyForcibly();
                throw new IllegalStateException("Kafka did not end", new TimeoutException());
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka was ending", e);
        } finally {
            running = null;
        }
    }
}
