package dev.grantkeeper.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker and its controller (KRaft, no ZooKeeper) in this JVM, on loopback. Topics are never created by use: a
 * misspelt topic name fails instead of filling a topic nobody reads.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE_ID = 1;

    private final Path directory;
    private final boolean temporary;
    private final int port;
    private final int controllerPort;
    private KafkaRaftServer running;

    private EmbeddedKafka(Path directory, boolean temporary, int port, int controllerPort) {
        this.directory = directory;
        this.temporary = temporary;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** As {@link #startIn}, with logs that {@link #close()} deletes. */
    public static EmbeddedKafka startTemporary(int port) {
        return start(TemporaryDirectory.create("grantkeeper-kafka"), true, port);
    }

    /**
     * Starts over the given log directory, which is formatted if empty and kept by {@link #close()}.
     *
     * @param port the port clients connect to; 0 takes a free one
     */
    public static EmbeddedKafka startIn(Path directory, int port) {
        return start(directory, false, port);
    }

    private static EmbeddedKafka start(Path directory, boolean temporary, int port) {
        QuietLogs.keep();
        var free = LoopbackPorts.free(2);
        var kafka =
                new EmbeddedKafka(directory.toAbsolutePath(), temporary, port == 0 ? free.get(0) : port, free.get(1));
        try {
            JvmExit.closes(kafka);
            kafka.start();
            return kafka;
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    /** Where it listens; stays the same over stop and start. */
    public KafkaServer server() {
        return new KafkaServer(LoopbackPorts.HOST + ":" + port);
    }

    public Path directory() {
        return directory;
    }

    /** Starts again after {@link #stop()}, on the same port and logs. */
    public synchronized void start() {
        if (running != null) {
            throw new IllegalStateException("Kafka already runs on port " + port);
        }
        LoopbackPorts.requireFree(port);
        if (!Files.exists(directory.resolve("meta.properties"))) {
            format();
        }
        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties()), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new IllegalStateException("Kafka did not start on port " + port + " in " + directory, e);
        }
        running = server;
    }

    /** Shuts broker and controller down cleanly. */
    public synchronized void stop() {
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
            running = null;
        }
    }

    /** Stops, and deletes the logs if they were temporary. */
    @Override
    public synchronized void close() {
        stop();
        if (temporary) {
            TemporaryDirectory.delete(directory);
        }
    }

    private void format() {
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .setSupportedFeatures(List.copyOf(Feature.PRODUCTION_FEATURES))
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setNodeId(NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName("CONTROLLER")
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot format " + directory, e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + directory, e);
        }
    }

    private Properties properties() {
        var values = new HashMap<String, String>();
        values.put("process.roles", "broker,controller");
        values.put("node.id", Integer.toString(NODE_ID));
        values.put(
                "listeners",
                "PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d".formatted(LoopbackPorts.HOST, port, controllerPort));
        values.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        values.put("controller.listener.names", "CONTROLLER");
        values.put("controller.quorum.voters", NODE_ID + "@" + LoopbackPorts.HOST + ":" + controllerPort);
        values.put("log.dirs", directory.toString());
        values.put("auto.create.topics.enable", "false");
        values.put("group.initial.rebalance.delay.ms", "0");
        values.put("offsets.topic.num.partitions", "4");
        values.put("transaction.state.log.num.partitions", "4");
        for (String internal : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            values.put(internal + ".replication.factor", "1");
        }
        values.put("transaction.state.log.min.isr", "1");
        values.put("share.coordinator.state.topic.min.isr", "1");
        values.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
        var properties = new Properties();
        properties.putAll(values);
        return properties;
    }
}
