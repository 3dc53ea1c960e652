package dev.grantkeeper.system.provider;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.grantkeeper.system.machine.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server for Node.js with its packages from npm, in a process of its own that says {@code ready}. */
final class NodeServer implements AutoCloseable {

    private static final int OLDEST = 20;
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration INSTALL = Duration.ofMinutes(3);
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "server.js");

    private final Process process;

    private NodeServer(Process process) {
        this.process = process;
    }

    /**
     * Installs what {@code package-lock.json} names, unless that was done before, and starts {@code server.js}.
     *
     * @param source where these files are
     * @param home where they are installed
     * @throws NotInstalled without Node.js, or with one that is too old
     */
    static NodeServer start(Path source, Path home, Path log, Map<String, String> environment) {
        requireNode(log);
        try {
            install(source, home, log);
            var server = new NodeServer(launch(List.of("node", "server.js"), home, log, environment));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "node-exit"));
            server.awaitReady(log);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a server for Node.js in " + home, e);
        }
    }

    /** Of Node.js here, without its {@code v}. @throws NotInstalled without it */
    static String version(Path log) {
        return versionOf("node", log).substring(1);
    }

    @Override
    public void close() {
        process.destroy();
        finish(process, SHORT);
    }

    private static void requireNode(Path log) {
        String version = version(log);
        if (Integer.parseInt(version.split("\\.")[0]) < OLDEST) {
            throw new NotInstalled("Node.js " + OLDEST + " or later is needed, here is " + version);
        }
        versionOf("npm", log);
    }

    private static String versionOf(String command, Path log) {
        var answer = log.resolveSibling(command + "-version.txt");
        try {
            Files.deleteIfExists(answer);
            if (finish(launch(List.of(command, "--version"), log.getParent(), answer, Map.of()), SHORT) == 0) {
                return Files.readString(answer).strip();
            }
        } catch (IOException notThere) {
            throw new NotInstalled("there is no " + command + " on the PATH");
        }
        throw new NotInstalled(command + " does not run here");
    }

    private static void install(Path source, Path home, Path log) throws IOException {
        var installed = home.resolve("node_modules/.package-lock.json");
        var lock = home.resolve("package-lock.json");
        boolean before = Files.exists(installed)
                && Files.exists(lock)
                && Files.mismatch(lock, source.resolve("package-lock.json")) == -1;
        Files.createDirectories(home);
        for (String file : FILES) {
            Files.writeString(home.resolve(file), Files.readString(source.resolve(file)));
        }
        var npm = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (!before && finish(launch(npm, home, log, Map.of()), INSTALL) != 0) {
            throw new IllegalStateException("npm ci failed in " + home + "; see " + log);
        }
    }

    private static Process launch(List<String> command, Path directory, Path log, Map<String, String> environment)
            throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private void awaitReady(Path log) {
        try {
            Patience.await(START, "line \"ready\" in " + log, () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("it ended before it was ready; see " + log);
                }
                return isReady(log) ? Optional.of(log) : Optional.empty();
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static boolean isReady(Path log) {
        try {
            return Files.readAllLines(log).contains("ready");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its exit value; it is killed when it takes longer. */
    private static int finish(Process process, Duration atMost) {
        try {
            if (!process.waitFor(atMost.toSeconds(), SECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
