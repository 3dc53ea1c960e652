package dev.grantkeeper.testkit.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A module of a few classes, written and compiled by a test. */
final class CompiledModule {

    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|record|interface) (\\w+)");

    /** Stand-ins for the frameworks' types, which are judged by their names alone. */
    private static final List<String> FRAMEWORKS = List.of(
            "package jakarta.inject; public @interface Inject {}",
            "package jakarta.ws.rs; public @interface Path { String value(); }",
            "package jakarta.persistence; public @interface Entity {}",
            "package org.hibernate; public interface Session {}",
            "package io.grpc; public class Status {}",
            "package io.vertx.sqlclient; public interface Pool {}",
            "package io.vertx.core; public class Vertx { public static Vertx vertx() { return null; }"
                    + " public Object createHttpClient() { return null; }"
                    + " public Object httpClientBuilder() { return null; } }",
            "package io.vertx.ext.web.client; public class WebClient {"
                    + " public static Object create(Object vertx) { return null; } }",
            "package io.vertx.mutiny.ext.web.client; public class WebClient {"
                    + " public static Object create(Object vertx) { return null; } }",
            "package dev.grantkeeper.wire.v1; public class LookupRequest {}",
            "package org.jboss.logging; public class Logger {}",
            "package org.bouncycastle.crypto; public class Digest {}",
            "package dev.grantkeeper.envelope; public class Secret {"
                    + " public String revealUtf8() { return wipe(); } String wipe() { return \"\"; }"
                    + " String twice() { return revealUtf8(); } }");

    private final Path root;

    private CompiledModule(Path root) {
        this.root = root;
    }

    static CompiledModule of(Path directory, String... sources) {
        compile(directory.resolve("frameworks"), directory, FRAMEWORKS);
        compile(
                directory.resolve("module"),
                directory.resolve("frameworks").resolve("target/classes"),
                List.of(sources));
        return new CompiledModule(directory.resolve("module"));
    }

    Path root() {
        return root;
    }

    HouseRules rules() {
        return HouseRules.at(root);
    }

    private static void compile(Path module, Path classpath, List<String> sources) {
        try {
            var classes = Files.createDirectories(module.resolve("target/classes"));
            var files = new ArrayList<String>();
            for (String source : sources) {
                files.add(write(module, source).toString());
            }
            var arguments = Stream.concat(
                    Stream.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classpath.toString()),
                    files.stream());
            int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
            if (failed != 0) {
                throw new IllegalArgumentException("the test's sources do not compile");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path module, String source) throws IOException {
        String name = first(PACKAGE, source).replace('.', '/') + "/" + first(TYPE, source);
        var file = module.resolve("src/main/java/" + name + ".java");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, source, StandardCharsets.UTF_8);
    }

    private static String first(Pattern pattern, String source) {
        var matcher = pattern.matcher(source);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + pattern + " in " + source);
        }
        return matcher.group(1);
    }
}
