package dev.grantkeeper.system.platform;

import java.time.InstantSource;

/** This machine's own clock, which everything outside the product runs by. */
public final class MachineClock {

    private MachineClock() {}

    public static InstantSource get() {
        return InstantSource.system();
    }
}
