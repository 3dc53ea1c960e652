package dev.grantkeeper.system.typescript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantkeeper.testkit.browser.NodeRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A platform that runs apps in Node.js. The package of {@code sdk/typescript} is installed there as npm would do it: once
 * for the platform, and once under the name that app code imports (an alias, {@code "attio": "npm:@grantkeeper/sdk"}).
 */
final class NodePlatform {

    /** One execution of app code: by its token, which file, with which input. */
    record Execution(String token, String code, Map<String, ?> input) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final URI vault;
    private final MailSequencer sequencer;

    private NodePlatform(Path directory, URI vault, MailSequencer sequencer) {
        this.directory = directory;
        this.vault = vault;
        this.sequencer = sequencer;
    }

    static NodePlatform install(Path home, Path directory, URI vault, MailSequencer sequencer) {
        var sdk = home.resolve("sdk/typescript");
        copy(home.resolve("system-test/src/typescript"), directory);
        copy(sdk.resolve("examples"), directory);
        for (String name : List.of("@grantkeeper/sdk", "attio")) {
            var installed = directory.resolve("node_modules").resolve(name);
            copy(sdk.resolve("src"), installed.resolve("src"));
            copy(sdk.resolve("package.json"), installed.resolve("package.json"));
        }
        return new NodePlatform(directory, vault, sequencer);
    }

    /** Runs them at once in one process; returns how each ended, as the platform was told. */
    List<JsonNode> run(Execution... executions) {
        try {
            var environment = Map.of(
                    "VAULT", vault.toString(),
                    "EXECUTIONS", JSON.writeValueAsString(executions),
                    "EXTERNAL_HOST", MailSequencer.HOST,
                    "EXTERNAL_PORT", Integer.toString(sequencer.port()),
                    "NODE_EXTRA_CA_CERTS", sequencer.certificate().toString());
            var output = NodeRuntime.get()
                    .run(directory, environment, "--import", "./hosts.js", "platform.js")
                    .outputOrFail();
            return List.of(JSON.readValue(output, JsonNode[].class));
        } catch (IOException e) {
            throw new UncheckedIOException("the platform did not say how executions ended", e);
        }
    }

    private static void copy(Path from, Path to) {
        try (var paths = Files.walk(from)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install " + from + " in " + to, e);
        }
    }
}
