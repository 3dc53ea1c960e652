package dev.grantkeeper.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A PostgreSQL 18 server on loopback whose processes belong to this JVM. It is durable (fsync and synchronous commit
 * on) unless the settings say otherwise, so that {@link #kill()} and {@link #start()} show what a crash leaves.
 * The server logs into {@code log/} of its data directory.
 */
public final class EmbeddedPostgres18 implements AutoCloseable {

    private static final String SUPERUSER = "postgres";

    private final Path directory;
    private final boolean temporary;
    private final int port;
    private final Map<String, String> settings;
    private EmbeddedPostgres running;

    private EmbeddedPostgres18(Path directory, boolean temporary, int port, Map<String, String> settings) {
        this.directory = directory;
        this.temporary = temporary;
        this.port = port;
        this.settings = settings;
    }

    /** As {@link #startIn}, with data that {@link #close()} deletes. */
    public static EmbeddedPostgres18 startTemporary(int port, Map<String, String> settings) {
        return start(TemporaryDirectory.create("grantkeeper-postgres"), true, port, settings);
    }

    /**
     * Starts over the given data directory, which is initialized if empty and kept by {@link #close()}.
     *
     * @param port the port to listen on; 0 takes a free one
     * @param settings server settings by their names in postgresql.conf, over the defaults
     */
    public static EmbeddedPostgres18 startIn(Path directory, int port, Map<String, String> settings) {
        return start(directory, false, port, settings);
    }

    private static EmbeddedPostgres18 start(Path directory, boolean temporary, int port, Map<String, String> settings) {
        QuietLogs.keep();
        var all = new LinkedHashMap<>(Map.of(
                "max_connections", "200",
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "logging_collector", "on",
                "timezone", "UTC"));
        all.putAll(settings);
        int chosen = port == 0 ? LoopbackPorts.free() : port;
        var server = new EmbeddedPostgres18(directory.toAbsolutePath(), temporary, chosen, Map.copyOf(all));
        try {
            JvmExit.closes(server);
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Where it listens; stays the same over stop, kill and start. */
    public PostgresServer server() {
        return new PostgresServer(LoopbackPorts.HOST, port, SUPERUSER, SUPERUSER);
    }

    public Path directory() {
        return directory;
    }

    /** Starts again after {@link #stop()} or {@link #kill()}, on the same port and data. */
    public synchronized void start() {
        if (running != null) {
            throw new IllegalStateException("PostgreSQL already runs on port " + port);
        }
        LoopbackPorts.requireFree(port);
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C");
        settings.forEach(builder::setServerConfig);
        try {
            running = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start on port " + port + " in " + directory, e);
        }
    }

    /** Ends every session and shuts down cleanly. */
    public synchronized void stop() {
        if (running == null) {
            return;
        }
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            running = null;
        }
    }

    /** SIGKILL to all of its processes: nothing is flushed or said to anyone. Returns when they are gone. */
    public synchronized void kill() {
        var postmaster = ProcessHandle.of(postmasterPid())
                .orElseThrow(() -> new IllegalStateException("PostgreSQL is not running"));
        var processes =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        var gone = CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        // The postmaster first: it would take the death of another for a reason to start anew.
        processes.forEach(ProcessHandle::destroyForcibly);
        try {
            gone.get(30, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL was dying", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("PostgreSQL did not die", e);
        }
        QuietLogs.during(this::stop);
    }

    /** Stops, and deletes the data if it was temporary. */
    @Override
    public synchronized void close() {
        stop();
        if (temporary) {
            TemporaryDirectory.delete(directory);
        }
    }

    private long postmasterPid() {
        try {
            return Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid"))
                    .get(0)
                    .trim());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is not running in " + directory, e);
        }
    }
}
