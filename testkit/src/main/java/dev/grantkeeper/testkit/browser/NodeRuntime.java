package dev.grantkeeper.testkit.browser;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The Node.js that comes along in Playwright's driver bundle, so that no machine needs one of its own: 22.20.0 with
 * bundle 1.56.0. It has fetch and Web Crypto, a test runner, and runs {@code .ts} files by stripping their types, without
 * a flag. It is unpacked once per JVM.
 *
 * <p>The bundle is an optional dependency of the testkit: a module whose tests use this class declares
 * {@code com.microsoft.playwright:driver-bundle} in test scope.
 */
public final class NodeRuntime {

    private static final String NODE = "dev.grantkeeper.testkit.browser.node";
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String TEST_FILES = "**/*.test.{js,mjs,ts,mts}";
    private static final Pattern PASSED = Pattern.compile("^# pass (\\d+)$", Pattern.MULTILINE);

    private final Path node;

    private NodeRuntime(Path node) {
        this.node = node;
    }

    /** Kept in a system property, for test frameworks that load this class more than once. */
    public static NodeRuntime get() {
        synchronized (System.getProperties()) {
            if (System.getProperty(NODE) == null) {
                System.setProperty(NODE, unpack());
            }
            return new NodeRuntime(Path.of(System.getProperty(NODE)));
        }
    }

    /**
     * A process that is not started yet, for those who talk to it while it runs. Settings of Node.js in this JVM's
     * environment do not reach it.
     */
    public ProcessBuilder command(Path directory, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of(node.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("NODE_"));
        builder.environment().putAll(environment);
        return builder;
    }

    /**
     * Runs to the end, for at most two minutes: {@code run(directory, Map.of(), "script.mjs", "argument")}.
     *
     * @param environment what to add to this JVM's environment
     * @throws AssertionError if it takes longer; it is ended then
     */
    public NodeEnd run(Path directory, Map<String, String> environment, String... arguments) {
        var builder = command(directory, environment, arguments);
        try {
            var output = Files.createTempFile("node-output", ".txt");
            var errors = Files.createTempFile("node-errors", ".txt");
            try {
                var process = builder.redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                process.getOutputStream().close();
                var ended = awaitEnd(process);
                var end = new NodeEnd(
                        ended ? process.exitValue() : -1, Files.readString(output), Files.readString(errors));
                if (!ended) {
                    throw new AssertionError(
                            "took longer than " + LONGEST + ": " + builder.command() + "\n" + end,
                            new TimeoutException());
                }
                return end;
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + builder.command() + " in " + directory, e);
        }
    }

    /**
     * Runs every {@code *.test.js}, {@code .mjs}, {@code .ts} and {@code .mts} in a folder and below it with Node's own
     * runner; returns how many tests passed.
     *
     * @throws AssertionError with the runner's output if a test fails, or none was found
     */
    public int test(Path folder, Map<String, String> environment) {
        var end = run(folder, environment, "--test", "--test-reporter=tap", TEST_FILES);
        var passed = PASSED.matcher(end.output());
        if (end.exitCode() != 0 || !passed.find() || passed.group(1).equals("0")) {
            throw new AssertionError("the tests in " + folder + " failed, or there are none:\n" + end);
        }
        return Integer.parseInt(passed.group(1));
    }

    private static boolean awaitEnd(Process process) {
        try {
            return process.waitFor(LONGEST.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String unpack() {
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        // The driver looks for its bundle by the thread's loader, which may be a test framework's own.
        thread.setContextClassLoader(Driver.class.getClassLoader());
        try {
            return Driver.ensureDriverInstalled(Map.of(), false)
                    .createProcessBuilder()
                    .command()
                    .get(0);
        } finally {
            thread.setContextClassLoader(loader);
        }
    }
}
