package dev.grantkeeper.system.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {

    private static final int CELLS = Row.COLUMNS.size();

    @Test
    void row_held_hasACellForEachColumn() {
        var row = Row.held("server 1", Collections.nCopies(CELLS - 1, "a|b"));

        assertThat(row.toString()).startsWith("| server 1 | a\\|b | ").endsWith(" |");
        assertThat(row.toString().split("(?<!\\\\)\\|")).hasSize(CELLS + 1);
    }

    @Test
    void row_brokenOnItsWay_saysWhyWhereTheNextCountWouldStand() {
        var row = Row.broken("server 1", List.of("issuer alone"), new IllegalStateException("no\nanswer"));

        assertThat(row.toString()).startsWith("| server 1 | issuer alone | **BROKEN**: no answer | – |");
        assertThat(row.toString().split("\\|")).hasSize(CELLS + 1);
    }

    @Test
    void row_skipped_saysWhatIsMissing() {
        assertThat(Row.skipped("server 1", new NotInstalled("no node")).toString())
                .startsWith("| server 1 | **SKIPPED**: no node | – |");
    }

    @Test
    void row_heldWithoutAllCounts_isRefused() {
        assertThatThrownBy(() -> Row.held("server 1", List.of("issuer alone")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
