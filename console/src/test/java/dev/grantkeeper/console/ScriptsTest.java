package dev.grantkeeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.browser.NodeRuntime;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs {@code src/test/js}: the modules' own tests, in JavaScript. */
class ScriptsTest {
    @Test
    void scripts_ownTests_pass() {
        assertThat(NodeRuntime.get().test(Path.of("src/test/js"), Map.of())).isGreaterThanOrEqualTo(40);
    }
}
