package dev.grantkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MovableClockTest {

    private final MovableClock clock = new MovableClock(Instant.EPOCH);

    @Test
    void instant_untilMoved_standsStill() {
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH).isEqualTo(clock.instant());
    }

    @Test
    void advance_forthAndBack_movesBothFaces() {
        var nanoTime = clock.nanoTime();

        assertThat(clock.advance(Duration.ofSeconds(5))).isEqualTo(Instant.ofEpochSecond(5));
        clock.advance(Duration.ofSeconds(-2));

        assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(3));
        assertThat(nanoTime.getAsLong()).isEqualTo(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void set_anyInstant_isThen() {
        clock.set(Instant.MAX.minusSeconds(1));

        assertThat(clock.instant()).isEqualTo(Instant.MAX.minusSeconds(1));
    }
}
