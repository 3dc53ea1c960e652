package dev.grantkeeper.testkit.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRuntimeTest {
    private final NodeRuntime node = NodeRuntime.get();

    @TempDir
    private Path directory;

    @Test
    void run_script_getsArgumentsAndEnvironmentAndSaysHowItEnded() throws IOException {
        write("script.mjs", """
                console.log(process.argv[2], process.env.GREETING, typeof fetch, typeof crypto.subtle)
                console.error('complaint')
                process.exit(3)
                """);

        var end = node.run(directory, Map.of("GREETING", "hello"), "script.mjs", "argument");

        assertThat(end).isEqualTo(new NodeEnd(3, "argument hello function object\n", "complaint\n"));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(end::outputOrFail)
                .withMessageContaining("complaint");
    }

    @Test
    void run_typeScript_stripsTheTypesWithoutAFlag() throws IOException {
        write("script.ts", "const greeting: string = 'hello'\nconsole.log(greeting)\n");

        assertThat(node.run(directory, Map.of(), "script.ts").outputOrFail()).isEqualTo("hello\n");
    }

    @Test
    void run_anyMachine_isTheVersionThatTheJavadocStates() {
        assertThat(node.run(directory, Map.of(), "--version").outputOrFail()).isEqualTo("v22.20.0\n");
    }

    @Test
    void test_passingTests_areCounted() throws IOException {
        write("a.test.mjs", "import test from 'node:test'\ntest('a', () => {})\ntest('b', () => {})\n");
        write("inner/c.test.ts", "import test from 'node:test'\nconst name: string = 'c'\ntest(name, () => {})\n");

        assertThat(node.test(directory, Map.of())).isEqualTo(3);
    }

    @Test
    void test_oneFails_failsWithItsName() throws IOException {
        write("a.test.mjs", "import test from 'node:test'\ntest('a', () => {})\ntest('bad', () => { throw 1 })\n");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> node.test(directory, Map.of()))
                .withMessageContaining("not ok 2 - bad");
    }

    @Test
    void test_emptyFolder_fails() {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> node.test(directory, Map.of()));
    }

    private void write(String name, String text) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
