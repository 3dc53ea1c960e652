package dev.grantkeeper.worker.platform;

import dev.grantkeeper.worker.vault.VaultClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The two clocks: one to measure with, one to compare with what others wrote. */
@ApplicationScoped
class Time {
    @Produces
    @ApplicationScoped
    LongSupplier nanoTime() {
        return System::nanoTime;
    }

    @Produces
    @Singleton
    @Typed(VaultClock.class)
    VaultClock vaultClock(LongSupplier nanoTime) {
        return new VaultClock(Clock.systemUTC(), nanoTime);
    }

    @Produces
    @Singleton
    @Typed(InstantSource.class)
    InstantSource clock(VaultClock clock) {
        return clock;
    }
}
