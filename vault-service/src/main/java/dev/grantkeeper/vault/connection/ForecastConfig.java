package dev.grantkeeper.vault.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When people are told what is to come. */
@ConfigMapping(prefix = "grantkeeper.forecast")
interface ForecastConfig {

    /** How far ahead of a refresh token's known end a person is told, at most; a fifth of its life where that is less. */
    @WithDefault("7d")
    Duration warnAhead();
}
