package dev.grantkeeper.system.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** From a grant revoked at the provider to the prompt on the person's screen, measured for whoever wants to know. */
final class Latencies {

    private static final Path FILE = Path.of("target", "prompt-latency.json");

    private final List<Duration> measured = new ArrayList<>();

    void add(Duration latency) {
        measured.add(latency);
    }

    Duration longest() {
        return Collections.max(measured);
    }

    /** Most of it is waiting for the next renewal: the sandbox's tokens live 10 s and are renewed when half of that is left. */
    void write() {
        String all = measured.stream().map(it -> Long.toString(it.toMillis())).collect(Collectors.joining(", "));
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, "{\"revoked_to_visible_ms\": [" + all + "]}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("grant revoked to prompt visible, in ms: " + all);
    }
}
