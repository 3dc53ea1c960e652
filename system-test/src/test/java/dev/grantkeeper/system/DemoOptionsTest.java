package dev.grantkeeper.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoOptionsTest {

    @Test
    void parse_nothing_isOneOfEachAndStaysUp() {
        assertThat(DemoOptions.parse(List.of())).isEqualTo(new DemoOptions(false, 1, 1));
    }

    @Test
    void parse_everyOption_isTaken() {
        assertThat(DemoOptions.parse(List.of("--vaults", "2", "--once", "--workers", "3")))
                .isEqualTo(new DemoOptions(true, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--twice", "once", "--vaults", "--vaults 0", "--workers 6", "--workers two", "--vaults --once"})
    void parse_anythingElse_isRefused(String line) {
        assertThatThrownBy(() -> DemoOptions.parse(List.of(line.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(line.split(" ")[0]);
    }
}
