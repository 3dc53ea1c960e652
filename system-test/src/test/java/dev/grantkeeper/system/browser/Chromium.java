package dev.grantkeeper.system.browser;

import static java.util.concurrent.TimeUnit.MINUTES;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine's own Chromium: Playwright's download is not used. Where there is none, root on Debian gets Debian's package;
 * elsewhere the tests are skipped, unless {@code CI=true}, which has them fail.
 */
final class Chromium {

    /** What to do about the browser tests. */
    enum Course {
        RUN,
        INSTALL,
        SKIP,
        FAIL
    }

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final String NONE =
            "NO BROWSER TESTS: there is no Chromium in PATH. Install one (Debian: apt-get install "
                    + "chromium); with CI=true in the environment this is a failure.";

    private Chromium() {}

    /** @param installable whether this is root on Debian */
    static Course course(boolean present, boolean installable, boolean ci) {
        if (present) {
            return Course.RUN;
        }
        if (installable) {
            return Course.INSTALL;
        }
        return ci ? Course.FAIL : Course.SKIP;
    }

    /** The executable; empty when the tests are to be skipped, which was said loudly then. */
    static Optional<Path> find() {
        boolean ci = "true".equalsIgnoreCase(System.getenv("CI"));
        var course = course(inPath().isPresent(), isRootOnDebian(), ci);
        if (course == Course.INSTALL) {
            install();
            course = course(inPath().isPresent(), false, ci);
        }
        if (course == Course.FAIL) {
            throw new IllegalStateException(NONE);
        }
        if (course == Course.SKIP) {
            System.out.println("\n" + "!".repeat(80) + "\n" + NONE + "\n" + "!".repeat(80) + "\n");
        }
        return inPath();
    }

    static Browser launch(Playwright playwright, Path executable) {
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setHeadless(true)
                        .setArgs(FLAGS));
    }

    private static Optional<Path> inPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean isRootOnDebian() {
        try {
            return Files.exists(Path.of("/etc/debian_version"))
                    && Files.isExecutable(Path.of("/usr/bin/apt-get"))
                    && Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static void install() {
        System.out.println("There is no Chromium; installing Debian's package for the browser tests.");
        run("apt-get", "update", "-q");
        run("apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium");
    }

    /** What fails here shows in there still being no Chromium. */
    private static void run(String... command) {
        try {
            var builder = new ProcessBuilder(command).inheritIO();
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            var process = builder.start();
            if (!process.waitFor(8, MINUTES)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
