package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullJitterTest {

    private static final Duration LONGEST = Duration.ofMinutes(15);

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 10", "2, 20", "7, 640", "8, 900", "1000, 900"})
    void pause_failures_isAnywhereUpToALimitThatDoubles(int failures, long seconds) {
        var limit = Duration.ofSeconds(seconds);

        assertThat(FullJitter.pause(failures, LONGEST, always(0.5))).isEqualTo(limit.dividedBy(2));
        assertThat(FullJitter.pause(failures, LONGEST, always(0.999)))
                .isLessThan(limit)
                .isGreaterThan(limit.multipliedBy(99).dividedBy(100));
        assertThat(FullJitter.pause(failures, LONGEST, always(0))).isEqualTo(Duration.ofSeconds(1));
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
