package dev.grantkeeper.system.machine;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The built programs.
 *
 * @param home the directory of the whole project
 * @param otherVault a vault to start in place of the project's own
 */
public record Programs(Path home, Optional<Path> otherVault) {

    public Programs {
        requireNonNull(home, "home");
        requireNonNull(otherVault, "otherVault");
    }

    /** Named by the system property {@code grantkeeper.home}; else the working directory. */
    public static Programs ofThisProject() {
        var home = Path.of(System.getProperty("grantkeeper.home", ""));
        return new Programs(home.toAbsolutePath().normalize(), Optional.empty());
    }

    Programs withVault(Path jar) {
        return new Programs(home, Optional.of(jar.toAbsolutePath().normalize()));
    }

    Path vault() {
        return built(otherVault.orElse(home.resolve("vault-service/target/quarkus-app/quarkus-run.jar")));
    }

    Path worker() {
        return built(home.resolve("refresh-worker/target/quarkus-app/quarkus-run.jar"));
    }

    Path sandbox() {
        var directory = home.resolve("sandbox/target");
        try (var jars = Files.newDirectoryStream(directory, "grantkeeper-sandbox-*[0-9T].jar")) {
            for (Path jar : jars) {
                return jar;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no sandbox is built in " + directory, e);
        }
        throw new IllegalStateException("no sandbox is built in " + directory + "; run ./mvnw package first");
    }

    /** The version of a library that the sandbox was built with. */
    public String sandboxLibrary(String name) {
        var library = Pattern.compile("BOOT-INF/lib/" + Pattern.quote(name) + "-([0-9][^/]*)\\.jar");
        try (var jar = new JarFile(sandbox().toFile())) {
            return jar.stream()
                    .map(entry -> library.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the sandbox has no " + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path built(Path jar) {
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is not built; run ./mvnw package first");
        }
        return jar;
    }
}
