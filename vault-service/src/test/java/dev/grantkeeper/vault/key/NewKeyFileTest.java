package dev.grantkeeper.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewKeyFileTest {

    @TempDir
    Path directory;

    @Test
    void write_noFile_onlyItsOwnerReadsIt() throws IOException {
        var file = directory.resolve("root.key");

        assertThat(NewKeyFile.write(file, new byte[] {1, 2, 3})).isTrue();

        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void write_fileThere_leavesItAlone() throws IOException {
        var file = Files.write(directory.resolve("root.key"), new byte[] {9});

        assertThat(NewKeyFile.write(file, new byte[] {1, 2, 3})).isFalse();

        assertThat(file).hasBinaryContent(new byte[] {9});
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void write_linkToNowhere_leavesItAlone() throws IOException {
        var file = Files.createSymbolicLink(directory.resolve("root.key"), directory.resolve("elsewhere"));

        assertThat(NewKeyFile.write(file, new byte[] {1})).isFalse();

        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void write_noDirectory_fails() {
        assertThatThrownBy(() -> NewKeyFile.write(directory.resolve("absent/root.key"), new byte[1]))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void write_manyAtOnce_oneWinsWhole() throws Exception {
        var file = directory.resolve("root.key");
        var writers = 8;
        var start = new CyclicBarrier(writers);
        var pool = Executors.newFixedThreadPool(writers);
        try {
            var outcomes = pool.invokeAll(IntStream.range(0, writers)
                    .<Callable<Boolean>>mapToObj(writer -> () -> {
                        start.await();
                        return NewKeyFile.write(file, new byte[] {(byte) writer, (byte) writer});
                    })
                    .toList());

            var winner = -1;
            for (var writer = 0; writer < writers; writer++) {
                if (outcomes.get(writer).get()) {
                    assertThat(winner).isNegative();
                    winner = writer;
                }
            }
            assertThat(file).hasBinaryContent(new byte[] {(byte) winner, (byte) winner});
        } finally {
            pool.shutdownNow();
        }
    }
}
