package dev.grantkeeper.testkit;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * PostgreSQL and Kafka, or one of them, as one process of their own, to run the services against. Prints one line of
 * addresses when they accept connections, and runs until its standard input ends or it is told to terminate.
 *
 * <p>Arguments, all optional, as {@code name=value}: {@code only} ({@code postgres} or {@code kafka}), {@code directory}
 * (data is kept there, in {@code postgres} and {@code kafka}; without it data is temporary), {@code database} (created),
 * {@code postgres.port}, {@code kafka.port}.
 */
public final class Infrastructure {

    private static final Set<String> NAMES = Set.of("only", "directory", "database", "postgres.port", "kafka.port");

    private Infrastructure() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        run(arguments, System.in, System.out);
        System.exit(0);
    }

    static void run(String[] arguments, InputStream input, PrintStream output) throws IOException {
        var settings = settings(arguments);
        try (var postgres = wanted("postgres", settings) ? postgres(settings) : null;
                var kafka = wanted("kafka", settings) ? kafka(settings) : null) {
            output.println(Stream.of(
                            Optional.ofNullable(postgres).map(Infrastructure::line),
                            Optional.ofNullable(kafka)
                                    .map(broker -> "kafka=" + broker.server().bootstrapServers()))
                    .flatMap(Optional::stream)
                    .collect(joining(" ")));
            output.flush();
            input.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static boolean wanted(String server, Map<String, String> settings) {
        return settings.getOrDefault("only", server).equals(server);
    }

    private static EmbeddedPostgres18 postgres(Map<String, String> settings) {
        int port = Integer.parseInt(settings.getOrDefault("postgres.port", "0"));
        var postgres = directory(settings)
                .map(path -> EmbeddedPostgres18.startIn(path.resolve("postgres"), port, Map.of()))
                .orElseGet(() -> EmbeddedPostgres18.startTemporary(port, Map.of()));
        Optional.ofNullable(settings.get("database")).ifPresent(postgres.server()::createDatabase);
        return postgres;
    }

    private static EmbeddedKafka kafka(Map<String, String> settings) {
        int port = Integer.parseInt(settings.getOrDefault("kafka.port", "0"));
        return directory(settings)
                .map(path -> EmbeddedKafka.startIn(path.resolve("kafka"), port))
                .orElseGet(() -> EmbeddedKafka.startTemporary(port));
    }

    private static Optional<Path> directory(Map<String, String> settings) {
        return Optional.ofNullable(settings.get("directory")).map(Path::of);
    }

    private static String line(EmbeddedPostgres18 postgres) {
        var server = postgres.server();
        return "postgres=%s:%d user=%s password=%s"
                .formatted(server.host(), server.port(), server.user(), server.password());
    }

    private static Map<String, String> settings(String[] arguments) {
        var settings = new HashMap<String, String>();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            if (pair.length < 2 || !NAMES.contains(pair[0])) {
                throw new IllegalArgumentException("not one of " + NAMES + " as name=value: " + argument);
            }
            settings.put(pair[0], pair[1]);
        }
        return settings;
    }
}
