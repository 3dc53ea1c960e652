package dev.grantkeeper.vault.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PauseTest {

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 10", "3, 20", "8, 640", "9, 900", "1000, 900"})
    void after_attempts_isAnywhereUpToALimitThatDoubles(int attempts, long seconds) {
        var limit = Duration.ofSeconds(seconds);

        assertThat(Pause.after(attempts, always(0.5))).isEqualTo(limit.dividedBy(2));
        assertThat(Pause.after(attempts, always(0.999)))
                .isLessThan(limit)
                .isGreaterThan(limit.multipliedBy(99).dividedBy(100));
        assertThat(Pause.after(attempts, always(0))).isEqualTo(Duration.ofSeconds(1));
    }

    private static RandomGenerator always(double number) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public double nextDouble() {
                return number;
            }
        };
    }
}
