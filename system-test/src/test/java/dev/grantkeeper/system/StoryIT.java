package dev.grantkeeper.system;

import org.junit.jupiter.api.Test;

class StoryIT {

    @Test
    void story_oneVaultAndOneWorker_everyStepHolds() {
        Playing.story("story", 1, 1);
    }
}
