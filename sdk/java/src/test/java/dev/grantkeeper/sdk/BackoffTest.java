package dev.grantkeeper.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest
    @CsvSource({"1,0,50", "1,1,100", "2,0,100", "2,1,200", "5,1,1600", "6,0,1000", "6,1,2000", "99,1,2000"})
    void delay_nothingAskedFor_doublesUpToTwoSeconds(int tried, double random, long millis) {
        assertThat(Backoff.delay(tried, Optional.empty(), random)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"1,0,1000", "1,1,1250", "9,0.5,1125"})
    void delay_timeAskedFor_isThatAndUpToAQuarterMore(int tried, double random, long millis) {
        assertThat(Backoff.delay(tried, Optional.of(Duration.ofSeconds(1)), random))
                .isEqualTo(Duration.ofMillis(millis));
    }
}
