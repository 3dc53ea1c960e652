package dev.grantkeeper.vault.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), Optional.empty());
    private static final ProviderConfig USUAL = config(Map.of());

    @Test
    void of_nothingSet_areNone() {
        assertThat(Terms.of(NONE, Optional.empty(), false, USUAL, NOW).areNone())
                .isTrue();
    }

    @Test
    void of_defaultsSet_holdWhereNothingElseIs() {
        var config = config(Map.of("grantkeeper.provider.rate", "8", "grantkeeper.provider.concurrency", "3"));
        var terms = Terms.of(NONE, Optional.empty(), false, config, NOW);
        assertThat(terms).isEqualTo(new Terms(Optional.of(new Pace(8, 4)), Optional.of(3)));
        var own = new Limits(Optional.of(20.0), Optional.of(2), Optional.empty());
        assertThat(Terms.of(own, Optional.empty(), false, config, NOW))
                .isEqualTo(new Terms(Optional.of(new Pace(20, 2)), Optional.of(3)));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "9, 10", "10, 20", "25, 40", "59, 320"})
    void of_justBack_isPacedAndDoublesEveryTenSeconds(long seconds, double perSecond) {
        var terms = Terms.of(NONE, Optional.of(NOW), false, USUAL, NOW.plusSeconds(seconds));
        assertThat(terms.pace()).map(Pace::perSecond).contains(perSecond);
    }

    @Test
    void of_backForAMinute_isNoLongerPaced() {
        assertThat(Terms.of(NONE, Optional.of(NOW), false, USUAL, NOW.plusSeconds(60))
                        .areNone())
                .isTrue();
    }

    @Test
    void of_justBackWithALowerLimit_keepsTheLimit() {
        var own = new Limits(Optional.of(2.0), Optional.of(1), Optional.empty());
        assertThat(Terms.of(own, Optional.of(NOW), false, USUAL, NOW).pace()).contains(new Pace(2, 1));
    }

    @Test
    void of_cautious_isOneASecondWhateverIsSet() {
        var own = new Limits(Optional.of(50.0), Optional.of(9), Optional.empty());
        assertThat(Terms.of(own, Optional.empty(), true, USUAL, NOW).pace()).contains(new Pace(1, 1));
    }

    private static ProviderConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(ProviderConfig.class)
                .addDiscoveredConverters()
                .withDefaultValues(settings)
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(ProviderConfig.class);
    }
}
