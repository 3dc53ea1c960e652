package dev.grantkeeper.vault.hook;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What handlers may take of people's time, and of the vault's. Made at start-up: a wrong setting stops it. */
@Singleton
@Startup
class HookLimits {

    private final Duration timeout;
    private final int concurrency;

    HookLimits(HookConfig config) {
        this.timeout = config.timeout();
        this.concurrency = config.concurrency();
        if (!timeout.equals(Duration.ofSeconds(timeout.toSeconds()))
                || timeout.compareTo(Duration.ofSeconds(1)) < 0
                || timeout.compareTo(Hook.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "grantkeeper.hooks.timeout must be 1s to " + Hook.LONGEST.toSeconds() + "s, in whole seconds");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("grantkeeper.hooks.concurrency must be at least 1");
        }
    }

    /** Of a handler whose developer says nothing of it. */
    Duration timeout() {
        return timeout;
    }

    /** Calls of one app under way. */
    int concurrency() {
        return concurrency;
    }
}
