package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
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
        assertThat(due(lifetime, provider(), 0.5))
                .isEqualTo(START.plus(lifetime).minus(ahead));
    }

    @Test
    void dueAt_jitterAtItsEnds_isATenthOfTheHeadStart() {
        Duration hour = Duration.ofHours(1);

        assertThat(due(hour, provider(), 0)).isEqualTo(START.plus(hour).minusSeconds(648));
        assertThat(due(hour, provider(), 0.999999999))
                .isEqualTo(START.plus(hour).minusSeconds(792));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT10S", "PT5M", "PT10M", "PT1H", "P90D"})
    void dueAt_anyDraw_isAfterTheStartAndBeforeExpiry(Duration lifetime) {
        Random random = new Random(7);
        ProviderSettings settings = provider().build(UrlPolicy.HTTPS_ONLY);
        for (int i = 0; i < 1000; i++) {
            Instant due = RenewalSchedule.dueAt(START, lifetime, settings, Optional.empty(), random);

            assertThat(due).isAfter(START).isBefore(START.plus(lifetime));
        }
    }

    @Test
    void dueAt_providersOwnMargin_replacesTheRule() {
        assertThat(due(Duration.ofHours(1), provider().expiryMargin(Duration.ofMinutes(1)), 0.5))
                .isEqualTo(START.plus(Duration.ofMinutes(59)));
    }

    @Test
    void dueAt_marginLongerThanTheTokensLife_isHalfLife() {
        assertThat(due(Duration.ofHours(1), provider().expiryMargin(Duration.ofHours(2)), 0.5))
                .isEqualTo(START.plus(Duration.ofMinutes(30)));
    }

    @Test
    void dueAt_providersEarliestTime_isWaitedFor() {
        ProviderSettingsBuilder provider = provider().renewableAfter(Duration.ofMinutes(50));

        assertThat(due(Duration.ofHours(1), provider, 0.5)).isEqualTo(START.plus(Duration.ofMinutes(50)));
        assertThat(due(Duration.ofHours(10), provider, 0.5)).isEqualTo(START.plus(Duration.ofHours(8)));
        assertThat(RenewalSchedule.renewableAt(START, provider.build(UrlPolicy.HTTPS_ONLY)))
                .contains(START.plus(Duration.ofMinutes(50)));
    }

    @ParameterizedTest
    @CsvSource({"PT1H, 0, PT30M", "PT1H, 1, PT27M", "PT98M, 0, PT49M", "PT99M, 0, PT49M12S", "P10D, 0, PT49M12S"})
    void dueAt_refreshTokenWouldDieUnused_isHalfwayAtTheLatest(Duration idle, double draw, Duration expected) {
        ProviderSettings settings = provider().refreshTokenIdle(idle).build(UrlPolicy.HTTPS_ONLY);
        RefreshTokenLife refresh = RefreshTokenLife.issued(START, Optional.empty(), settings);

        assertThat(RenewalSchedule.dueAt(START, Duration.ofHours(1), settings, Optional.of(refresh), drawing(draw)))
                .isEqualTo(START.plus(expected));
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

    private static Instant due(Duration lifetime, ProviderSettingsBuilder provider, double draw) {
        ProviderSettings settings = provider.build(UrlPolicy.HTTPS_ONLY);
        return RenewalSchedule.dueAt(START, lifetime, settings, Optional.empty(), drawing(draw));
    }

    private static ProviderSettingsBuilder provider() {
        return ProviderSettings.builder(URI.create("https://p.example/token"));
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
