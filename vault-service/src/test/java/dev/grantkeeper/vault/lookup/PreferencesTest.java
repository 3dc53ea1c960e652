package dev.grantkeeper.vault.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferencesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            wait=0                        | 0
            wait=1                        | 1
            Wait="1"                      | 1
            respond-async, wait=1         | 1
            return=minimal; foo , wait = 0| 0
            wait=60                       | 2
            wait=-1                       | 2
            wait=soon                     | 2
            await=0                       | 2
            wait=0x                       | 2
            wait=12345678901              | 2
            handling=lenient              | 2""")
    void patience_ofOneHeader_isWhatItSaysUpToTwoSeconds(String header, int seconds) {
        assertThat(Preferences.patience(List.of(header))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void patience_ofSeveralHeaders_isWhatTheFirstThatSaysSo() {
        assertThat(Preferences.patience(List.of("handling=lenient", "wait=1", "wait=0")))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(Preferences.patience(List.of())).isEqualTo(Duration.ofSeconds(2));
    }
}
