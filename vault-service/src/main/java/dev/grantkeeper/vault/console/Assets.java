package dev.grantkeeper.vault.console;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of the module {@code console}, as they are on the class path. What was read once is kept: they are few. */
@ApplicationScoped
class Assets {

    /** Folders and names as the module has them: nothing that could lead out of it. */
    private static final Pattern PATH =
            Pattern.compile("(?:console|embed)(?:/[A-Za-z0-9-]+)*/[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.([a-zA-Z]+)");

    /** Java's expressions take a stack frame for every folder. */
    private static final int LONGEST = 200;

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "html", "text/html; charset=utf-8",
            "svg", "image/svg+xml",
            "LICENSE", "text/plain; charset=utf-8");

    private final Map<String, Asset> read = new ConcurrentHashMap<>();

    /** @param path from the module's root, such as {@code console/main.js} */
    Optional<Asset> find(String path) {
        if (path.length() > LONGEST) {
            return Optional.empty();
        }
        var name = PATH.matcher(path);
        if (!name.matches() || !TYPES.containsKey(name.group(1))) {
            return Optional.empty();
        }
        return Optional.ofNullable(read.computeIfAbsent(path, wanted -> read(wanted, TYPES.get(name.group(1)))));
    }

    Asset require(String path) {
        return find(path).orElseThrow(() -> new IllegalStateException("The module console lacks " + path));
    }

    private static Asset read(String path, String type) {
        try (var stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
            return stream == null ? null : Asset.of(type, stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
