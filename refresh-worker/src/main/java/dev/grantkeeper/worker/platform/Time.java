package dev.grantkeeper.worker.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
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
    @ApplicationScoped
    InstantSource clock() {
        return Clock.systemUTC();
    }
}
