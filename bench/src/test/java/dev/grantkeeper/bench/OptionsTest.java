package dev.grantkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void of_arguments_isWhatTheySay() {
        assertThat(Options.of("prompts")).isEqualTo(new Options("prompts", 2_000, 20));
        assertThat(Options.of("lookups", "--rounds", "3", "--streams", "50")).isEqualTo(new Options("lookups", 50, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "all", "prompts --streams", "prompts --streams x", "prompts --streams 9", "prompts --x 1"})
    void of_anythingElse_saysHowToCallIt(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(line.isEmpty() ? new String[0] : line.split(" ")))
                .withMessageContaining("usage");
    }
}
