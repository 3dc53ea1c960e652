package dev.grantkeeper.system.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.system.machine.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./mvnw verify -Pproviders}. */
@Tag("providers")
class ProvidersIT {

    private static final Path HOME = Path.of(System.getProperty("grantkeeper.home", ".."));

    @Test
    void providers_everyOneInstalled_holds() throws IOException {
        var options = ProviderOptions.of(System.getProperties());
        var parent = Files.createDirectories(Path.of("target", "providers"));
        var directory = Files.createTempDirectory(parent, "run-");
        var providers = new Providers(options, directory, Programs.ofThisProject(), System.out::println);

        var broken = providers.play(HOME.resolve("docs/compatibility.md"));

        assertThat(broken).isEmpty();
    }
}
