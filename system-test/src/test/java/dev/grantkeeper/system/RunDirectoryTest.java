package dev.grantkeeper.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    @TempDir
    private Path parent;

    @Test
    void create_firstTime_isNamedForThisProcess() {
        assertThat(RunDirectory.create(parent.resolve("new")))
                .isEmptyDirectory()
                .hasFileName("run-" + ProcessHandle.current().pid());
    }

    @Test
    void create_othersThere_removesOnlyThoseOfProcessesThatEnded() throws IOException {
        var running = Files.createDirectory(parent.resolve(
                "run-" + ProcessHandle.current().parent().orElseThrow().pid()));
        var ended = Files.createDirectories(parent.resolve("run-999999999/logs"));
        Files.writeString(ended.resolve("a.log"), "a");
        var stranger = Files.writeString(parent.resolve("build.log"), "b");

        RunDirectory.create(parent);

        assertThat(running).exists();
        assertThat(ended.getParent()).doesNotExist();
        assertThat(stranger).exists();
    }
}
