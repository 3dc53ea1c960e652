package dev.grantkeeper.vault.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PauseTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final Pause pause = new Pause();

    @ParameterizedTest
    @CsvSource({"0, 1", "120, 120", "3600, 3600", "86400, 3600"})
    void begin_timeAsked_isKeptUpToAnHour(long asked, long kept) {
        pause.begin(Optional.of(Duration.ofSeconds(asked)), NOW);
        assertThat(pause.until()).contains(NOW.plusSeconds(kept));
    }

    @Test
    void begin_noTimeAsked_doublesFromFiveSecondsToFiveMinutes() {
        var now = NOW;
        for (var seconds : new int[] {5, 10, 20, 40, 80, 160, 300, 300, 300}) {
            pause.begin(Optional.empty(), now);
            assertThat(Duration.between(now, pause.until().orElseThrow())).hasSeconds(seconds);
            now = pause.until().orElseThrow();
        }
    }

    @Test
    void begin_whileOn_isNoNewOneAndNeverShorter() {
        pause.begin(Optional.of(Duration.ofSeconds(60)), NOW);
        pause.begin(Optional.empty(), NOW.plusSeconds(1));
        pause.begin(Optional.empty(), NOW.plusSeconds(2));
        assertThat(pause.until()).contains(NOW.plusSeconds(60));
        pause.begin(Optional.empty(), NOW.plusSeconds(60));
        assertThat(pause.until()).contains(NOW.plusSeconds(70));
    }

    @Test
    void passed_requestMadeAfterIt_startsOver() {
        pause.begin(Optional.empty(), NOW);
        pause.begin(Optional.empty(), NOW.plusSeconds(5));
        pause.passed(NOW.plusSeconds(14));
        assertThat(pause.isForgotten()).isFalse();
        pause.passed(NOW.plusSeconds(15));
        assertThat(pause.isForgotten()).isTrue();
        pause.begin(Optional.empty(), NOW.plusSeconds(20));
        assertThat(pause.until()).contains(NOW.plusSeconds(25));
    }

    @Test
    void isOn_endsInTime() {
        assertThat(pause.isOn(NOW)).isFalse();
        pause.begin(Optional.empty(), NOW);
        assertThat(pause.isOn(NOW.plusMillis(4_999))).isTrue();
        assertThat(pause.isOn(NOW.plusSeconds(5))).isFalse();
    }
}
