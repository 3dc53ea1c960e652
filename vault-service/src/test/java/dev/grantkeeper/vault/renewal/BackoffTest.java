package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 10", "2, 20", "7, 640", "8, 900", "100, 900"})
    void next_noLifeToRespect_isAnywhereUpToALimitThatDoubles(int failures, int limitSeconds) {
        var most = wait(failures, Optional.empty(), 1);
        assertThat(most).isEqualTo(Duration.ofSeconds(limitSeconds));
        assertThat(wait(failures, Optional.empty(), 0.5)).isEqualTo(most.dividedBy(2));
    }

    @Test
    void next_unluckyDraw_isAtLeastASecond() {
        assertThat(wait(3, Optional.empty(), 0)).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({"600, 300", "20, 10", "1, 1"})
    void next_accessTokenLives_leavesHalfOfItsLife(int lifeSeconds, int expectedSeconds) {
        assertThat(wait(20, Optional.of(NOW.plusSeconds(lifeSeconds)), 1))
                .isEqualTo(Duration.ofSeconds(expectedSeconds));
    }

    @Test
    void next_accessTokenHasEnded_backsOffAsUsual() {
        assertThat(wait(20, Optional.of(NOW.minusSeconds(1)), 1)).isEqualTo(Duration.ofMinutes(15));
    }

    private static Duration wait(int failures, Optional<Instant> expiresAt, double drawn) {
        RandomGenerator random = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return drawn;
            }
        };
        return Duration.between(NOW, Backoff.next(failures, expiresAt, NOW, random));
    }
}
