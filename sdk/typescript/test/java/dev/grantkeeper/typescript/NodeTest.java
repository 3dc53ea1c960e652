package dev.grantkeeper.typescript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.browser.NodeRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the package's own tests, {@code test/*.test.js}, so that a build needs no Node.js. */
class NodeTest {

    private static final Path TESTS = Path.of("test");

    @TestFactory
    Stream<DynamicTest> file_everyTestInIt_passes() throws IOException {
        var names = names();
        assertThat(names).isNotEmpty();
        return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
    }

    private static void run(String name) {
        var report = NodeRuntime.get()
                .run(TESTS, Map.of(), "--test", "--test-reporter=tap", name)
                .outputOrFail();
        assertThat(report).containsPattern("(?m)^# pass [1-9]").containsPattern("(?m)^# fail 0$");
    }

    private static List<String> names() throws IOException {
        try (var files = Files.list(TESTS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .toList();
        }
    }
}
