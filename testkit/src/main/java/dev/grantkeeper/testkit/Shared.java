package dev.grantkeeper.testkit;

import java.util.Map;
import java.util.function.Supplier;

/**
 * One PostgreSQL and one Kafka for the whole JVM, started when first asked for and ended with the JVM. The addresses are
 * kept in system properties, so that test frameworks which load this class more than once still share the servers.
 */
public final class Shared {

    private static final String POSTGRES = "dev.grantkeeper.testkit.shared.postgres";
    private static final String KAFKA = "dev.grantkeeper.testkit.shared.kafka";

    private Shared() {}

    /** The shared PostgreSQL 18: 200 connections; use a database of your own. */
    public static PostgresServer postgres() {
        int port = Integer.parseInt(once(POSTGRES, () -> {
            var started = EmbeddedPostgres18.startTemporary(0, Map.of()).server();
            return Integer.toString(started.port());
        }));
        return new PostgresServer(LoopbackPorts.HOST, port, "postgres", "postgres");
    }

    /** The shared Kafka; use topics of your own. */
    public static KafkaServer kafka() {
        return new KafkaServer(
                once(KAFKA, () -> EmbeddedKafka.startTemporary(0).server().bootstrapServers()));
    }

    private static String once(String property, Supplier<String> start) {
        synchronized (System.getProperties()) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, start.get());
            }
            return System.getProperty(property);
        }
    }
}
