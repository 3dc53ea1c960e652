package dev.grantkeeper.system.machine;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A copy of the vault with one class replaced: to break what the product itself has no switch for. */
public final class Transplant {

    private static final String TRANSFORMED = "quarkus/transformed-bytecode.jar";

    private final Path application;

    private Transplant(Path application) {
        this.application = application;
    }

    /**
     * Compiles the class against the vault it is for, and puts it, with the classes nested in it, in place of the one of
     * its name.
     *
     * @param source a Java file named for its class
     * @param directory where the copy goes, which takes about 100 MB where links cannot be made; must not exist
     * @return the programs, with this vault among them
     * @throws IllegalArgumentException if the source does not compile, or the vault has no class of that name
     */
    public static Programs vaultWith(Path source, Programs programs, Path directory) {
        var original = programs.vault().getParent();
        var transplant = new Transplant(directory);
        try {
            transplant.copy(original);
            var classes = transplant.compile(source);
            transplant.replace(classes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the vault to " + directory, e);
        }
        return programs.withVault(directory.resolve(programs.vault().getFileName()));
    }

    private void copy(Path original) throws IOException {
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                var target = application.resolve(original.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (file.startsWith(original.resolve("lib"))) {
                    link(target, file);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void link(Path target, Path file) throws IOException {
        try {
            Files.createLink(target, file);
        } catch (IOException | UnsupportedOperationException otherDevice) {
            Files.copy(file, target);
        }
    }

    private Path compile(Path source) throws IOException {
        var classes = Files.createDirectories(application.resolve("transplanted"));
        var said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> jars = Files.walk(application)) {
            String classPath = jars.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.joining(System.getProperty("path.separator")));
            var options = List.of("--release", "17", "-proc:none", "-parameters", "-cp", classPath, "-d", classes + "");
            boolean compiled = compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            if (!compiled) {
                throw new IllegalArgumentException(source + " does not compile:\n" + said);
            }
        }
        return classes;
    }

    private void replace(Path classes) throws IOException {
        try (var jar = FileSystems.newFileSystem(onlyJar());
                var transformed = FileSystems.newFileSystem(application.resolve(TRANSFORMED));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(file).toString();
                var old = Files.exists(transformed.getPath(name)) ? transformed.getPath(name) : jar.getPath(name);
                if (!name.contains("$") && !Files.exists(old)) {
                    throw new IllegalArgumentException("the vault has no class " + name);
                }
                Files.copy(file, old, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path onlyJar() throws IOException {
        try (Stream<Path> jars = Files.list(application.resolve("app"))) {
            return jars.findFirst().orElseThrow(() -> new IllegalStateException("no jar in " + application));
        }
    }
}
