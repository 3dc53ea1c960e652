package dev.grantkeeper.vault.provider;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How often providers are called, where nothing else is set for one of their clients. */
@ConfigMapping(prefix = "grantkeeper.provider")
interface ProviderConfig {

    /** Renewals a second; unlimited unless set. */
    Optional<Double> rate();

    /** How many of them may go at once; half a second's worth unless set. */
    Optional<Integer> burst();

    /** Renewals under way at once; unlimited unless set. */
    Optional<Integer> concurrency();

    /** Renewals a second with which a client comes back after a pause or an outage; doubled every ten seconds. */
    @WithDefault("10")
    double recoveryRate();

    /** For how long a client that came back is paced. */
    @WithDefault("1m")
    Duration recoveryFor();

    /** Whether a database that was restored or failed over is met with caution; off where replicas are synchronous. */
    @WithDefault("true")
    boolean cautiousAfterRestore();

    /** Renewals a second of each provider client while the vault is cautious. */
    @WithDefault("1")
    double cautiousRate();

    /** How long the vault is cautious, unless an operator ends it. */
    @WithDefault("1h")
    Duration cautiousFor();
}
