package dev.grantkeeper.worker.renew;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How renewals are done. */
@ConfigMapping(prefix = "grantkeeper.worker.renew")
interface RenewConfig {
    /** How many renewals may be under way at once. */
    @WithDefault("64")
    int concurrency();

    /** How often the vault is asked for what is overdue. */
    @WithDefault("2s")
    Duration claimEvery();

    /** A lease older than this, counted from before it was asked for, is handed back unused. */
    @WithDefault("5s")
    Duration sendWithin();

    /** After this long without reaching the vault an outcome also goes, sealed, over Kafka. */
    @WithDefault("3s")
    Duration sealAfter();

    /** The longest pause between two attempts to report an outcome. */
    @WithDefault("2s")
    Duration reportBackoff();

    /** How long a shutdown waits for renewals under way; beyond the time that late answers are listened for, with room. */
    @WithDefault("150s")
    Duration drainWithin();
}
