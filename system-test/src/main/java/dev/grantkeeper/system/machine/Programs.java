package dev.grantkeeper.system.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The built programs.
 *
 * @param home the directory of the whole project
 */
public record Programs(Path home) {

    /** Named by the system property {@code grantkeeper.home}; else the working directory. */
    public static Programs ofThisProject() {
        return new Programs(Path.of(System.getProperty("grantkeeper.home", ""))
                .toAbsolutePath()
                .normalize());
    }

    Path vault() {
        return built(home.resolve("vault-service/target/quarkus-app/quarkus-run.jar"));
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

    private static Path built(Path jar) {
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is not built; run ./mvnw package first");
        }
        return jar;
    }
}
