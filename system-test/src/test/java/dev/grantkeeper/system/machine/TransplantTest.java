package dev.grantkeeper.system.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransplantTest {

    private static final String RULES = """
            package rules;
            final class Rules {
                enum Decision { APPLY, DROP }
                public static String decide() { return new Word().toString() + Decision.%s; }
            }
            """;

    @TempDir
    private Path home;

    private Programs programs;

    @BeforeEach
    void vault() throws IOException {
        var application = home.resolve("vault-service/target/quarkus-app");
        var classes = compile(
                write("Word", "package rules; class Word { public String toString() { return \"to \"; } }"),
                write("Rules", RULES.formatted("DROP")));
        jar(application.resolve("app/vault.jar"), classes);
        jar(application.resolve("quarkus/transformed-bytecode.jar"), List.of());
        jar(application.resolve("lib/main/library.jar"), List.of());
        jar(application.resolve("quarkus-run.jar"), List.of());
        programs = new Programs(home, Optional.empty());
    }

    @Test
    void vaultWith_oneClass_replacesItInACopy() throws Exception {
        var broken = Transplant.vaultWith(write("Rules", RULES.formatted("APPLY")), programs, home.resolve("copy"));

        assertThat(decision(broken.vault())).isEqualTo("to APPLY");
        assertThat(decision(programs.vault())).isEqualTo("to DROP");
        assertThat(home.resolve("copy/lib/main/library.jar")).exists();
    }

    @Test
    void vaultWith_sourceThatDoesNotCompile_saysWhy() throws IOException {
        var source = write("Rules", "package rules; class Rules { Missing it; }");

        assertThatThrownBy(() -> Transplant.vaultWith(source, programs, home.resolve("copy")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Missing");
    }

    @Test
    void vaultWith_classThatIsNotThere_isRefused() throws IOException {
        var source = write("Regulations", "package rules; class Regulations { }");

        assertThatThrownBy(() -> Transplant.vaultWith(source, programs, home.resolve("copy")))
                .hasMessageContaining("no class rules/Regulations.class");
    }

    private static String decision(Path runner) throws Exception {
        var urls = new URL[] {runner.resolveSibling("app/vault.jar").toUri().toURL()};
        try (var loader = new URLClassLoader(urls, null)) {
            var decide = loader.loadClass("rules.Rules").getDeclaredMethod("decide");
            decide.setAccessible(true);
            return (String) decide.invoke(null);
        }
    }

    private Path write(String name, String source) throws IOException {
        return Files.writeString(
                Files.createDirectories(home.resolve("sources")).resolve(name + ".java"), source);
    }

    private List<Path> compile(Path... sources) throws IOException {
        var arguments = new ArrayList<>(List.of("-d", home.resolve("classes").toString()));
        Stream.of(sources).map(Path::toString).forEach(arguments::add);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        try (var files = Files.walk(home.resolve("classes"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private void jar(Path jar, List<Path> classes) throws IOException {
        Files.createDirectories(jar.getParent());
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/"));
            for (Path file : classes) {
                out.putNextEntry(
                        new JarEntry(home.resolve("classes").relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }
}
