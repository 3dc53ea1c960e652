package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenewalScheduleTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT10S, PT5S",
        "PT1M, PT30S",
        "PT9M59S, PT4M59.5S",
        "PT10M, PT5M",
        "PT20M, PT5M",
        "PT25M, PT5M",
        "PT1H, PT12M",
        "PT8H, PT1H36M",
        "P60D, P12D"
    })
    void dueAt_noJitter_followsTheRule(Duration lifetime, Duration ahead) {
        assertThat(RenewalSchedule.dueAt(START, lifetime, Optional.empty(), drawing(0.5)))
                .isEqualTo(START.plus(lifetime).minus(ahead));
    }

    @Test
    void dueAt_jitterAtItsEnds_isATenthOfTheHeadStart() {
        Duration hour = Duration.ofHours(1);

        assertThat(RenewalSchedule.dueAt(START, hour, Optional.empty(), drawing(0)))
                .isEqualTo(START.plus(hour).minusSeconds(648));
        assertThat(RenewalSchedule.dueAt(START, hour, Optional.empty(), drawing(0.999999999)))
                .isEqualTo(START.plus(hour).minusSeconds(792));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT10S", "PT5M", "PT10M", "PT1H", "P90D"})
    void dueAt_anyDraw_isAfterTheStartAndBeforeExpiry(Duration lifetime) {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            Instant due = RenewalSchedule.dueAt(START, lifetime, Optional.empty(), random);

            assertThat(due).isAfter(START).isBefore(START.plus(lifetime));
        }
    }

    @Test
    void dueAt_providersOwnMargin_replacesTheRule() {
        Optional<Duration> margin = Optional.of(Duration.ofMinutes(1));

        assertThat(RenewalSchedule.dueAt(START, Duration.ofHours(1), margin, drawing(0.5)))
                .isEqualTo(START.plus(Duration.ofMinutes(59)));
    }

    @Test
    void dueAt_marginLongerThanTheTokensLife_isHalfLife() {
        Optional<Duration> margin = Optional.of(Duration.ofHours(2));

        assertThat(RenewalSchedule.dueAt(START, Duration.ofHours(1), margin, drawing(0.5)))
                .isEqualTo(START.plus(Duration.ofMinutes(30)));
    }

    @ParameterizedTest
    @CsvSource({
        "PT30S, PT1H, PT30S",
        "PT30S, PT10S, PT2.5S",
        "PT30S, PT2M, PT30S",
        "PT1H, PT1H, PT15M",
        "PT0S, PT1H, PT0S"
    })
    void effectiveMinTtl_asked_isAtMostAQuarterOfTheLifetime(Duration asked, Duration lifetime, Duration expected) {
        assertThat(RenewalSchedule.effectiveMinTtl(asked, lifetime)).isEqualTo(expected);
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
