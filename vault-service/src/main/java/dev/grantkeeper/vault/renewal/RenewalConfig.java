package dev.grantkeeper.vault.renewal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How renewals are found, given out and taken back. */
@ConfigMapping(prefix = "grantkeeper.renewal")
interface RenewalConfig {

    /** How often the vault looks for what is due. */
    @WithDefault("1s")
    Duration sweepEvery();

    /** How many renewals are published together. */
    @WithDefault("500")
    int sweepBatch();

    /** After how long a renewal that was published and not taken up is published again. */
    @WithDefault("10s")
    Duration redelivery();

    /** How long Kafka may take to acknowledge a published renewal. */
    @WithDefault("2s")
    Duration publishWithin();

    /** How long a worker has a renewal to itself; longer than it waits for the provider's answer. */
    @WithDefault("15s")
    Duration leaseLife();

    /** Whether refresh tokens are handed to workers without TLS although they are not on this machine, for example inside a service mesh. */
    @WithDefault("false")
    boolean plaintextOffLoopback();

    /** How long after its lease, and after an interruption of the database, an outcome may still come whose worker said nothing. */
    @WithDefault("30s")
    Duration awaitOutcome();

    /**
     * How long a provider that may rotate refresh tokens and loses its answers is asked again before a person is, counted from
     * the first try after the access token's end that a worker reports as unanswered.
     */
    @WithDefault("5m")
    Duration askAgainFor();

    /** How long a token that came too late to be applied is kept. */
    @WithDefault("24h")
    Duration quarantine();

    /** How long attempts are remembered: longer than Kafka keeps a sealed outcome. */
    @WithDefault("8d")
    Duration rememberAttempts();

    /** How often a waiting lookup looks for its new value. */
    @WithDefault("100ms")
    Duration poll();
}
