package dev.grantkeeper.vault.offboarding;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How leavings are carried out. */
@ConfigMapping(prefix = "grantkeeper.offboarding")
interface OffboardingConfig {

    /** How long an offboarding ends what is connected after it began; longer than a code exchange may take. */
    @WithDefault("30s")
    Duration settleFor();

    /** How often what is under way goes on. */
    @WithDefault("1s")
    Duration sweepEvery();
}
