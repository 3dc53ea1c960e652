package dev.grantkeeper.vault.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookLimitsTest {

    @Test
    void limits_unstated_areFiveSecondsAndSixteenCalls() {
        var limits = limits(Map.of());

        assertThat(limits.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(limits.concurrency()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"timeout,0s", "timeout,11s", "timeout,PT1.5S", "concurrency,0"})
    void limit_outOfBounds_isRefusedNamingTheProperty(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits(Map.of("grantkeeper.hooks." + name, value)))
                .withMessageStartingWith("grantkeeper.hooks." + name);
    }

    private static HookLimits limits(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(HookConfig.class);
        settings.forEach(builder::withDefaultValue);
        return new HookLimits(builder.build().getConfigMapping(HookConfig.class));
    }
}
