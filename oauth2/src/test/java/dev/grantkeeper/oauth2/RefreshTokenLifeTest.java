package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RefreshTokenLifeTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Optional<Duration> UNSTATED = Optional.empty();
    private static final RandomGenerator RANDOM = new Random(7);

    @Test
    void issued_nothingKnown_hasNoEnd() {
        RefreshTokenLife life =
                RefreshTokenLife.issued(START, UNSTATED, provider().build(UrlPolicy.HTTPS_ONLY));

        assertThat(life.end()).isEmpty();
        assertThat(life.warnAt(WEEK)).isEmpty();
        assertThat(life.useBy(RANDOM)).isEmpty();
        assertThat(life.used(after(100), UNSTATED, true, UNSTATED, UNSTATED).end())
                .isEmpty();
    }

    @Test
    void issued_statedLife_isWarnedOfAFifthAhead() {
        RefreshTokenLife life = stated(1000);

        assertThat(life.end()).contains(after(1000));
        assertThat(life.warnAt(WEEK)).contains(after(800));
    }

    @Test
    void warnAt_aYear_isAWeekAhead() {
        RefreshTokenLife life = stated(365 * 86_400);

        assertThat(life.warnAt(WEEK)).contains(START.plus(Duration.ofDays(358)));
    }

    @Test
    void issued_providerNeverSays_livesAsTheSettingsSay() {
        ProviderSettings settings =
                provider().refreshTokenLifetime(Duration.ofSeconds(500)).build(UrlPolicy.HTTPS_ONLY);

        assertThat(RefreshTokenLife.issued(START, UNSTATED, settings).end()).contains(after(500));
        assertThat(RefreshTokenLife.issued(START, seconds(40), settings).end()).contains(after(40));
    }

    @Test
    void used_endMoves_neverComesNearWhileRenewalsSucceed() {
        RefreshTokenLife life = stated(1800);
        for (int now = 150; now < 100_000; now += 150) {
            assertThat(life.warnAt(WEEK).orElseThrow()).isAfter(after(now));
            life = life.used(after(now), seconds(1800), true, UNSTATED, UNSTATED);

            assertThat(life.fixed()).isFalse();
            assertThat(life.end()).contains(after(now + 1800));
        }
    }

    @Test
    void used_endStays_isFixedAndWarnedOfAtTheSameTime() {
        RefreshTokenLife life = stated(1000).used(after(100), seconds(901), true, UNSTATED, UNSTATED);

        assertThat(life.fixed()).isTrue();
        assertThat(life.end()).contains(after(1001));
        assertThat(life.warnAt(WEEK)).contains(after(801));
    }

    @Test
    void used_endMovedLess_isFixedAndMovedMore_isNot() {
        assertThat(stated(1000)
                        .used(after(100), seconds(949), true, UNSTATED, UNSTATED)
                        .fixed())
                .isTrue();
        assertThat(stated(1000)
                        .used(after(100), seconds(950), true, UNSTATED, UNSTATED)
                        .fixed())
                .isFalse();
    }

    @Test
    void used_tooSoonToTell_isWhatItWas() {
        RefreshTokenLife moving = stated(1000);
        RefreshTokenLife fixed = moving.used(after(100), seconds(900), true, UNSTATED, UNSTATED);

        assertThat(moving.used(after(3), seconds(997), true, UNSTATED, UNSTATED).fixed())
                .isFalse();
        assertThat(moving.used(after(4), seconds(996), true, UNSTATED, UNSTATED).fixed())
                .isTrue();
        assertThat(fixed.used(after(103), seconds(1000), true, UNSTATED, UNSTATED)
                        .fixed())
                .isTrue();
        assertThat(fixed.used(after(104), seconds(1000), true, UNSTATED, UNSTATED)
                        .fixed())
                .isFalse();
    }

    @Test
    void used_sameRefreshTokenAndNothingStated_endsWhenItDid() {
        RefreshTokenLife life = stated(1000).used(after(100), UNSTATED, false, seconds(5000), UNSTATED);

        assertThat(life.end()).contains(after(1000));
        assertThat(life.fixed()).isTrue();
    }

    @Test
    void used_newRefreshTokenAndNothingStated_livesAsLongAsTheFirst() {
        RefreshTokenLife life = stated(1000).used(after(100), UNSTATED, true, seconds(5000), UNSTATED);

        assertThat(life.end()).contains(after(1100));
        assertThat(life.fixed()).isFalse();
    }

    @Test
    void used_newRefreshTokenAndNeverStated_livesAsUsual() {
        RefreshTokenLife unknown =
                RefreshTokenLife.issued(START, UNSTATED, provider().build(UrlPolicy.HTTPS_ONLY));
        RefreshTokenLife life = unknown.used(after(100), UNSTATED, true, seconds(500), UNSTATED);

        assertThat(life.end()).contains(after(600));
        assertThat(life.firstStated()).isEqualTo(seconds(500));
        assertThat(life.fixed()).isFalse();
        assertThat(unknown.used(after(100), UNSTATED, false, seconds(500), UNSTATED)
                        .end())
                .isEmpty();
    }

    @Test
    void used_lifeShrinks_isMeasuredByTheFirst() {
        RefreshTokenLife life = stated(1000)
                .used(after(300), seconds(700), true, UNSTATED, UNSTATED)
                .used(after(600), seconds(400), true, UNSTATED, UNSTATED);

        assertThat(life.firstStated()).isEqualTo(seconds(1000));
        assertThat(life.warnAt(WEEK)).contains(after(800));
    }

    @Test
    void used_diesWhenIdle_endMovesWithEveryUse() {
        ProviderSettings settings =
                provider().refreshTokenIdle(Duration.ofSeconds(200)).build(UrlPolicy.HTTPS_ONLY);
        RefreshTokenLife life = RefreshTokenLife.issued(START, seconds(1000), settings);

        assertThat(life.end()).contains(after(200));
        assertThat(life.warnAt(WEEK)).contains(after(160));
        RefreshTokenLife later = life.used(after(100), seconds(900), false, UNSTATED, seconds(200));
        assertThat(later.end()).contains(after(300));
        assertThat(later.warnAt(WEEK)).contains(after(260));
        assertThat(later.used(after(900), seconds(100), false, UNSTATED, seconds(200))
                        .end())
                .contains(after(1000));
        assertThat(later.used(after(900), seconds(100), false, UNSTATED, seconds(200))
                        .warnAt(WEEK))
                .contains(after(800));
    }

    @Test
    void useBy_endMayMove_isHalfway() {
        assertThat(stated(1000).useBy(drawing(0))).contains(after(500));
        assertThat(stated(1000).useBy(drawing(1))).contains(after(450));
        assertThat(stated(8).useBy(drawing(0))).contains(after(4));
    }

    @Test
    void useBy_fixedEnd_doesNotLoopEverDenser() {
        RefreshTokenLife fixed = stated(1000).used(after(500), seconds(500), true, UNSTATED, UNSTATED);

        assertThat(fixed.useBy(RANDOM)).isEmpty();
        assertThat(stated(7).useBy(RANDOM)).isEmpty();
        assertThat(stated(1000)
                        .used(after(500), seconds(500), true, UNSTATED, seconds(100))
                        .useBy(drawing(0)))
                .contains(after(550));
    }

    private static RefreshTokenLife stated(long life) {
        return RefreshTokenLife.issued(START, seconds(life), provider().build(UrlPolicy.HTTPS_ONLY));
    }

    private static ProviderSettingsBuilder provider() {
        return ProviderSettings.builder(URI.create("https://p.example/token"));
    }

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    private static Instant after(long seconds) {
        return START.plusSeconds(seconds);
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
