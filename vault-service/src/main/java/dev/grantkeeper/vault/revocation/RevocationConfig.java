package dev.grantkeeper.vault.revocation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How tokens are revoked at their providers. */
@ConfigMapping(prefix = "grantkeeper.revocation")
interface RevocationConfig {

    /** How often the vault looks for revocations that have to be tried again. */
    @WithDefault("5s")
    Duration sweepEvery();

    /** How long a provider that does not answer is asked again; then the token is erased all the same. */
    @WithDefault("24h")
    Duration keepTrying();
}
