package dev.grantkeeper.testkit.house;

import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The rules of the house, run over the main classes and sources of one module. A module states them as one test:
 *
 * <pre>{@code
 * class HouseRulesTest {
 *     @TestFactory
 *     Stream<DynamicTest> house() {
 *         return HouseRules.of(Envelopes.class)
 *                 .secretsRevealedBy("dev.grantkeeper.envelope.Envelopes")
 *                 .tests();
 *     }
 * }
 * }</pre>
 *
 * <p>Rules about things a module does not have hold. Generated wire types are not judged.
 */
public final class HouseRules {

    private static final Path CLASSES = Path.of("target", "classes");

    private final Path module;
    private final Set<String> revealing;
    private final Set<String> printing;

    private HouseRules(Path module, Set<String> revealing, Set<String> printing) {
        this.module = module;
        this.revealing = revealing;
        this.printing = printing;
    }

    /**
     * The module that the class belongs to.
     *
     * @throws IllegalArgumentException unless the class was compiled into the module's {@code target/classes}
     */
    public static HouseRules of(Class<?> anyMainClass) {
        var source = anyMainClass.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalArgumentException(anyMainClass + " has no place on disk");
        }
        try {
            var classes = Path.of(source.getLocation().toURI());
            if (!classes.endsWith(CLASSES)) {
                throw new IllegalArgumentException(
                        anyMainClass + " is in " + classes + "; give a main class of the module under test");
            }
            return at(classes.getParent().getParent());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(anyMainClass + " has no place on disk", e);
        }
    }

    static HouseRules at(Path module) {
        return new HouseRules(module, Set.of(), Set.of());
    }

    /** The full names of the only top-level classes that may take a secret out of its type; none by default. */
    public HouseRules secretsRevealedBy(String... classNames) {
        return new HouseRules(module, new TreeSet<>(List.of(classNames)), printing);
    }

    /** The full names of command-line classes that may write to standard output; none by default. */
    public HouseRules printedBy(String... classNames) {
        return new HouseRules(module, revealing, new TreeSet<>(List.of(classNames)));
    }

    /** One test per rule, for {@code @TestFactory}. */
    public Stream<DynamicTest> tests() {
        return checks().entrySet().stream()
                .map(check -> DynamicTest.dynamicTest(check.getKey(), check.getValue()::run));
    }

    /**
     * Runs every rule.
     *
     * @throws AssertionError naming every rule that is broken, and where
     */
    public void check() {
        String broken = checks().values().stream()
                .map(HouseRules::messageOf)
                .filter(Objects::nonNull)
                .collect(joining("\n\n"));
        if (!broken.isEmpty()) {
            throw new AssertionError(broken);
        }
    }

    private Map<String, Runnable> checks() {
        var classes = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/dev/grantkeeper/wire/"))
                .importPath(module.resolve(CLASSES));
        var checks = new LinkedHashMap<String, Runnable>();
        Stream.concat(Walls.rules(), Style.rules(revealing, printing))
                .forEach((ArchRule rule) -> checks.put(rule.getDescription(), () -> rule.check(classes)));
        checks.put("whoever may reveal secrets does", () -> checkRevealingIsUsed(classes));
        checks.put("no main file over " + HousePlan.LONGEST_FILE + " lines", this::checkFileLengths);
        return checks;
    }

    private static String messageOf(Runnable check) {
        try {
            check.run();
            return null;
        } catch (AssertionError e) {
            return e.getMessage();
        }
    }

    /** A permission nobody needs any more would let the next class of that name in unseen. */
    private void checkRevealingIsUsed(JavaClasses classes) {
        var unused = new TreeSet<>(revealing);
        classes.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(Style::takesSecretOut)
                .map(access -> Names.topLevel(access.getOriginOwner()))
                .map(JavaClass::getName)
                .forEach(unused::remove);
        if (!unused.isEmpty()) {
            throw new AssertionError("may reveal secrets but do not; take them off the list: " + unused);
        }
    }

    private void checkFileLengths() {
        var sources = module.resolve(Path.of("src", "main", "java"));
        if (!Files.isDirectory(sources)) {
            return;
        }
        try (var files = Files.walk(sources)) {
            String tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lines(file) > HousePlan.LONGEST_FILE)
                    .map(file -> sources.relativize(file) + " has " + lines(file) + " lines")
                    .sorted()
                    .collect(joining("\n"));
            if (!tooLong.isEmpty()) {
                throw new AssertionError("longer than " + HousePlan.LONGEST_FILE + " lines:\n" + tooLong);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
