package dev.grantkeeper.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReliabilityPageTest {

    private static final ReliabilityPage.Line LINE = new ReliabilityPage.Line(
            "SIGKILL a worker, 60 times",
            "0 lost",
            new Shown("60 kills; 0 lost", new Windows(31, 22, 0, 17), List.of()),
            42,
            240);

    @TempDir
    Path directory;

    @Test
    void write_pageWithAnOldTable_replacesOnlyTheTable() throws IOException {
        Path page = Files.writeString(
                directory.resolve("page.md"),
                "before\n<!-- table, written by ./mvnw verify -Pfaults -->\nold\n<!-- end of table -->\nafter\n");

        new ReliabilityPage(page).write("Run of today.", List.of(LINE));

        assertThat(Files.readString(page))
                .startsWith("before\n")
                .endsWith("<!-- end of table -->\nafter\n")
                .contains(
                        "| SIGKILL a worker, 60 times | 0 lost | 60 kills; 0 lost | 31 / 22 / 0 / 17 | 42 | 240 s |\n")
                .doesNotContain("\nold\n");
    }

    @Test
    void write_pageWithoutAPlace_saysWhichLinesAreMissing() throws IOException {
        Path page = Files.writeString(directory.resolve("page.md"), "nothing");

        assertThatThrownBy(() -> new ReliabilityPage(page).write("", List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("<!-- end of table -->");
    }

    @Test
    void line_brokenRow_isPrintedWithEverythingThatBroke() {
        var broken = new ReliabilityPage.Line(
                "a fault", "0 lost", new Shown("1 lost", Windows.NONE, List.of("token 7 of c1")), 1, 2);

        assertThat(broken.toString()).startsWith("BROKEN").contains("\n          token 7 of c1");
    }
}
