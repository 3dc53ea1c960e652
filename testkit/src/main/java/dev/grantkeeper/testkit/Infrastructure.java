package dev.grantkeeper.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * PostgreSQL and Kafka as one process of their own, to run the services against. Prints one line of addresses when both
 * accept connections, and runs until its standard input ends or it is told to terminate.
 *
 * <p>Arguments, all optional, as {@code name=value}: {@code directory} (data is kept there, in {@code postgres} and
 * {@code kafka}; without it data is temporary), {@code database} (created), {@code postgres.port}, {@code kafka.port}.
 */
public final class Infrastructure {

    private static final Set<String> NAMES = Set.of("directory", "database", "postgres.port", "kafka.port");

    private Infrastructure() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        run(arguments, System.in, System.out);
        System.exit(0);
    }

    static void run(String[] arguments, InputStream input, PrintStream output) throws IOException {
        var settings = settings(arguments);
        int postgresPort = Integer.parseInt(settings.getOrDefault("postgres.port", "0"));
        int kafkaPort = Integer.parseInt(settings.getOrDefault("kafka.port", "0"));
        var directory = Optional.ofNullable(settings.get("directory")).map(Path::of);
        try (var postgres = directory
                        .map(path -> EmbeddedPostgres18.startIn(path.resolve("postgres"), postgresPort, Map.of()))
                        .orElseGet(() -> EmbeddedPostgres18.startTemporary(postgresPort, Map.of()));
                var kafka = directory
                        .map(path -> EmbeddedKafka.startIn(path.resolve("kafka"), kafkaPort))
                        .orElseGet(() -> EmbeddedKafka.startTemporary(kafkaPort))) {
            Optional.ofNullable(settings.get("database")).ifPresent(postgres.server()::createDatabase);
            output.println(line(postgres.server(), kafka.server()));
            output.flush();
            input.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static String line(PostgresServer postgres, KafkaServer kafka) {
        return "postgres=%s:%d user=%s password=%s kafka=%s"
                .formatted(
                        postgres.host(),
                        postgres.port(),
                        postgres.user(),
                        postgres.password(),
                        kafka.bootstrapServers());
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
