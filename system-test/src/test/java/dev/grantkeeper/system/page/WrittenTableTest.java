package dev.grantkeeper.system.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenTableTest {

    @TempDir
    private Path directory;

    @Test
    void write_pageWithAnOldTable_replacesOnlyThat() throws IOException {
        var page = page("before\n<!-- table, written by ./it -->\nold\n<!-- end of table -->\nafter\n");

        new WrittenTable(page, "./it").write("| new |\n");

        assertThat(page)
                .hasContent("before\n<!-- table, written by ./it -->\n| new |\n\n<!-- end of table -->\nafter\n");
    }

    @Test
    void write_pageWithTwoTables_replacesItsOwn() throws IOException {
        var page = page("<!-- table, written by ./it -->\nfirst\n<!-- end of table -->\n"
                + "<!-- table, written by ./that -->\nold\n<!-- end of table -->\n");

        new WrittenTable(page, "./that").write("new\n");

        assertThat(page)
                .content()
                .contains(
                        "first\n<!-- end of table -->",
                        "<!-- table, written by ./that -->\nnew\n\n<!-- end of table -->")
                .doesNotContain("old");
    }

    @Test
    void write_placeOfAnotherCommand_isRefused() throws IOException {
        var page = page("<!-- table, written by ./it -->\n<!-- end of table -->\n");

        assertThatThrownBy(() -> new WrittenTable(page, "./that").write(""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("<!-- table, written by ./that -->");
    }

    private Path page(String text) throws IOException {
        return Files.writeString(directory.resolve("page.md"), text);
    }
}
