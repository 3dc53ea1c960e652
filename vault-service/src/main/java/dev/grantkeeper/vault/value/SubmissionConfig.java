package dev.grantkeeper.vault.value;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How secrets are taken from whoever types them. */
@ConfigMapping(prefix = "grantkeeper.submissions")
interface SubmissionConfig {

    /** Whether secrets of people and developers are refused in the clear. */
    @WithDefault("false")
    boolean sealedSecretsRequired();
}
