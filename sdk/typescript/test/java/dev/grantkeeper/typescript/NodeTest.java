package dev.grantkeeper.typescript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.browser.NodeRuntime;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the package's own tests, {@code test/*.test.js}, so that a build needs no Node.js. */
class NodeTest {

    @Test
    void test_everyTestOfThePackage_passes() {
        assertThat(NodeRuntime.get().test(Path.of("test"), Map.of())).isPositive();
    }
}
