package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.connection.RenewalState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofMinutes(15);

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
    void next_accessTokenHasEnded_isAMinuteAwayAtMost() {
        assertThat(wait(20, Optional.of(NOW.minusSeconds(1)), 1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(wait(20, Optional.of(NOW), 1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(wait(0, Optional.of(NOW), 1)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void next_failingToTheEnd_neverPassesItByMoreThanASecond() {
        var end = NOW.plusSeconds(10);
        var now = NOW;
        for (var failures = 0; now.isBefore(end); failures++) {
            now = Backoff.next(failures, Optional.of(end), LONGEST, now, drawing(1));
        }
        assertThat(now).isBetween(end, end.plusSeconds(1));
    }

    @Test
    void next_shorterLimit_isKept() {
        assertThat(Backoff.next(20, Optional.of(NOW.plusSeconds(86_400)), Duration.ofMinutes(1), NOW, drawing(1)))
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void putOff_failure_isCountedAndWaitedFor() {
        var renewal = new RenewalState();
        Backoff.putOff(renewal, Optional.of(NOW), NOW);
        assertThat(renewal.failures()).isEqualTo(1);
        assertThat(renewal.nextAttemptAt().orElseThrow()).isBetween(NOW.plusSeconds(1), NOW.plusSeconds(5));
        Backoff.putOffUnsent(renewal, Optional.of(NOW), NOW);
        assertThat(renewal.failures()).isEqualTo(2);
        assertThat(renewal.nextAttemptAt().orElseThrow()).isBetween(NOW.plusSeconds(1), NOW.plusSeconds(10));
    }

    @Test
    void putOffUnsent_anyNumberOfFailures_isAMinuteAwayAtMost() {
        var renewal = new RenewalState();
        for (var failure = 0; failure < 200; failure++) {
            Backoff.putOffUnsent(renewal, Optional.empty(), NOW);
            assertThat(renewal.nextAttemptAt().orElseThrow()).isBefore(NOW.plusSeconds(60));
        }
    }

    private static Duration wait(int failures, Optional<Instant> expiresAt, double drawn) {
        return Duration.between(NOW, Backoff.next(failures, expiresAt, LONGEST, NOW, drawing(drawn)));
    }

    private static RandomGenerator drawing(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
