package dev.grantkeeper.vault.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The corpus of URLs that the module oauth2 keeps for providers: nothing may be called that they cannot name. */
final class HostileUrls {

    private static final Path CORPUS =
            Path.of("..", "oauth2", "src", "test", "resources", "dev", "grantkeeper", "oauth2", "hostile-urls.txt");

    private HostileUrls() {}

    static List<String> stoppedWhenStated() {
        return of("settings", 8443);
    }

    /** @param port of a server on 127.0.0.1 that must not see a connection */
    static List<String> stoppedWhenCalled(int port) {
        return of("address", port);
    }

    private static List<String> of(String stopped, int port) {
        try {
            return Files.readString(CORPUS, UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(stopped + " "))
                    .map(line -> line.substring(stopped.length() + 1))
                    .map(line -> line.replace("{p}", Integer.toString(port))
                            .replace("\\r", "\r")
                            .replace("\\n", "\n")
                            .replace("\\t", "\t"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
