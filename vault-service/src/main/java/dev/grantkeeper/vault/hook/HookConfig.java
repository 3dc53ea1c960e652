package dev.grantkeeper.vault.hook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How apps' handlers are asked. */
@ConfigMapping(prefix = "grantkeeper.hooks")
interface HookConfig {

    /** How long a handler may take, from the call to the end of its answer, unless its developer says so. */
    @WithDefault("5s")
    Duration timeout();

    /** How many calls of one app may be under way in this vault. */
    @WithDefault("16")
    int concurrency();

    /** How often secrets that sign no more are erased. */
    @WithDefault("10m")
    Duration sweepEvery();
}
