package dev.grantkeeper.vault.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void room_nothingTaken_isTheBurst() {
        assertThat(new Pace(5, 3).room(Optional.empty(), NOW)).isEqualTo(3);
        assertThat(new Pace(5, 3).room(Optional.of(NOW.minusSeconds(60)), NOW)).isEqualTo(3);
    }

    @Test
    void take_untilNothingIsLeft_comesBackOneAfterTheOther() {
        var pace = new Pace(4, 2);
        var taken = pace.take(Optional.of(pace.take(Optional.empty(), NOW)), NOW);
        assertThat(pace.room(Optional.of(taken), NOW)).isZero();
        assertThat(pace.room(Optional.of(taken), NOW.plusMillis(249))).isZero();
        assertThat(pace.room(Optional.of(taken), NOW.plusMillis(250))).isEqualTo(1);
        assertThat(pace.room(Optional.of(taken), NOW.plusMillis(500))).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "0.2, 1", "50, 25", "333.3, 10"})
    void take_wheneverThereIsRoom_neverExceedsRateAndBurstInAnySpan(double rate, int burst) {
        var pace = new Pace(rate, burst);
        var random = new Random(11);
        var taken = Optional.<Instant>empty();
        List<Instant> permits = new ArrayList<>();
        for (var now = NOW; permits.size() < 500; now = now.plusNanos((long) (random.nextDouble() * 1e9 / rate))) {
            if (pace.room(taken, now) > 0) {
                taken = Optional.of(pace.take(taken, now));
                permits.add(now);
            }
        }
        for (int first = 0; first < permits.size(); first++) {
            for (int last = first; last < permits.size(); last++) {
                var seconds =
                        Duration.between(permits.get(first), permits.get(last)).toNanos() / 1e9;
                assertThat(last - first + 1).isLessThanOrEqualTo((int) Math.floor(burst + seconds * rate + 1e-6));
            }
        }
    }

    @Test
    void ahead_burstTaken_hasWhatComesBackWithinHalfASecond() {
        var pace = new Pace(100, 20);
        var taken = Optional.<Instant>empty();
        for (var i = 0; i < 20; i++) {
            taken = Optional.of(pace.take(taken, NOW));
        }
        assertThat(pace.room(taken, NOW)).isZero();
        assertThat(pace.ahead().room(taken, NOW)).isEqualTo(30);
    }

    @Test
    void ahead_halfASecondsWorthAtOnceAnyway_isThePermitsAtTheMoment() {
        assertThat(Pace.of(40).ahead()).isEqualTo(Pace.of(40));
        assertThat(new Pace(4, 7).ahead()).isEqualTo(new Pace(4, 7));
    }

    @Test
    void of_rate_hasHalfASecondsWorthAtOnce() {
        assertThat(Pace.of(0.5).burst()).isEqualTo(1);
        assertThat(Pace.of(9).burst()).isEqualTo(5);
    }

    @Test
    void atMost_another_isNoFasterThanEither() {
        assertThat(new Pace(5, 1).atMost(new Pace(2, 7))).isEqualTo(new Pace(2, 1));
    }

    @Test
    void pace_withoutRateOrBurst_isNone() {
        assertThatThrownBy(() -> new Pace(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pace(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
