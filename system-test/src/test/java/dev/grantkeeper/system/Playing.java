package dev.grantkeeper.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.system.machine.Layout;
import dev.grantkeeper.system.machine.Machine;
import dev.grantkeeper.system.machine.Programs;
import dev.grantkeeper.system.story.Story;
import dev.grantkeeper.system.story.Teller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plays the story that the demo plays; the logs stay in target/system-test. */
final class Playing {

    private Playing() {}

    static void story(String name, int vaults, int workers) {
        var layout = new Layout(directory(name), vaults, workers);
        try (var machine = Machine.start(layout, Programs.ofThisProject(), System.out::println)) {
            Story.play(machine, new Teller(System.out::println));
            assertThat(String.join("\n", NextSteps.of(machine)))
                    .contains("The console is at " + machine.console())
                    .containsPattern("Ada, a member: +" + machine.sandbox() + "/platform/sign-in-links/[\\w-]{43}\n")
                    .containsPattern("Grace, an admin: +" + machine.sandbox() + "/platform/sign-in-links/[\\w-]{43}\n");
        }
    }

    private static Path directory(String name) {
        try {
            var parent = Files.createDirectories(Path.of("target", "system-test"));
            return Files.createTempDirectory(parent, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
