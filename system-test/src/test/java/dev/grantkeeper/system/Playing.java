package dev.grantkeeper.system;

import dev.grantkeeper.system.machine.Layout;
import dev.grantkeeper.system.machine.Machine;
import dev.grantkeeper.system.machine.Programs;
import dev.grantkeeper.system.story.Story;
import dev.grantkeeper.system.story.Teller;
import java.nio.file.Path;

/** Plays the story that the demo plays; the logs stay in target/system-test. */
final class Playing {

    private Playing() {}

    static void story(String name, int vaults, int workers) {
        var layout = new Layout(Path.of("target", "system-test", name), vaults, workers);
        try (var machine = Machine.start(layout, Programs.ofThisProject(), System.out::println)) {
            Story.play(machine, new Teller(System.out::println));
        }
    }
}
