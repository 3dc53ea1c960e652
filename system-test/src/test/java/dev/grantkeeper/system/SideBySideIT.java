package dev.grantkeeper.system;

import org.junit.jupiter.api.Test;

/** A lock that only works in one process counts as absent. */
class SideBySideIT {

    @Test
    void story_twoVaultsAndTwoWorkers_everyStepHolds() {
        Playing.story("side-by-side", 2, 2);
    }
}
