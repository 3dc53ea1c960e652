package dev.grantkeeper.system.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantkeeper.testkit.KafkaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the product said in Kafka. */
public final class Topics {

    private static final String OUTCOMES = "grantkeeper.renewal.outcome";
    private static final String CHANGES = "grantkeeper.connection.changed";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaServer server;

    public Topics(KafkaServer server) {
        this.server = server;
    }

    /** Of every outcome that a worker put there whose it is; the outcomes themselves stay sealed. */
    public List<SealedOutcome> outcomes() {
        return Topic.read(server, OUTCOMES, Topics::outcome);
    }

    /** Every change that was told, in order for each connection. */
    public List<Told> changes() {
        return Topic.read(server, CHANGES, Topics::told);
    }

    private static SealedOutcome outcome(ConsumerRecord<byte[], byte[]> message) {
        return new SealedOutcome(
                UUID.fromString(new String(message.key(), UTF_8)), Instant.ofEpochMilli(message.timestamp()));
    }

    private static Told told(ConsumerRecord<byte[], byte[]> message) {
        try {
            var data = JSON.readTree(message.value());
            return new Told(
                    UUID.fromString(data.path("connection_id").asText()),
                    data.path("generation").asLong(),
                    data.path("change").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(CHANGES + " carries what is no JSON", e);
        }
    }
}
