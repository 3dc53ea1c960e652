package dev.grantkeeper.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.system.machine.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./mvnw verify -Pfaults}. */
@Tag("faults")
class FaultsIT {

    private static final Path HOME = Path.of(System.getProperty("grantkeeper.home", ".."));

    @Test
    void faults_everyRow_holds() throws IOException {
        var options = FaultOptions.of(System.getProperties(), new SecureRandom().nextInt(1_000_000));
        var parent = Files.createDirectories(Path.of("target", "faults"));
        var directory = Files.createTempDirectory(parent, "run-");
        var faults = new Faults(options, directory, Programs.ofThisProject(), System.out::println);

        var broken = faults.play(HOME.resolve("docs/reliability.md"));

        assertThat(broken).isEmpty();
    }
}
