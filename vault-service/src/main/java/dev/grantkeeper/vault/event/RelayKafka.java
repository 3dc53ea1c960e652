package dev.grantkeeper.vault.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The relay's link to Kafka. All relays share one transactional id: opening a link makes the broker refuse every link
 * opened before, so that a relay which lost its turn without noticing cannot write.
 *
 * <p>Every method blocks, at most for some seconds, and throws a KafkaException; then the link is of no more use.
 */
final class RelayKafka implements AutoCloseable {

    private static final String NAME = "grantkeeper-outbox-relay";
    private static final byte[] SPEC_VERSION = ascii("1.0");
    private static final byte[] SOURCE = ascii("/grantkeeper/vault");
    private static final byte[] JSON = ascii("application/json");

    private final KafkaProducer<String, byte[]> producer;

    private RelayKafka(KafkaProducer<String, byte[]> producer) {
        this.producer = producer;
    }

    /** @param broker how to reach and authenticate to Kafka, by Kafka's own setting names */
    static RelayKafka open(Map<String, Object> broker) {
        var link = new RelayKafka(
                new KafkaProducer<>(settings(broker), new StringSerializer(), new ByteArraySerializer()));
        try {
            link.producer.initTransactions();
            return link;
        } catch (RuntimeException failed) {
            link.close();
            throw failed;
        }
    }

    /** Sends all or none, in order; returns once the brokers have them for good. */
    void send(List<Outgoing> events) {
        producer.beginTransaction();
        events.forEach(event -> producer.send(record(event)));
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    /** A CloudEvent 1.0 in the binary mode of its Kafka binding. */
    private static ProducerRecord<String, byte[]> record(Outgoing event) {
        var data = event.data().map(json -> json.getBytes(StandardCharsets.UTF_8));
        var record = new ProducerRecord<>(event.topic(), event.key(), data.orElse(null));
        record.headers()
                .add("ce_specversion", SPEC_VERSION)
                .add("ce_id", ascii(event.eventId().toString()))
                .add("ce_source", SOURCE)
                .add("ce_type", ascii(event.type()))
                .add("ce_time", ascii(event.occurredAt().toString()));
        data.ifPresent(json -> record.headers().add("content-type", JSON));
        return record;
    }

    private static Map<String, Object> settings(Map<String, Object> broker) {
        var settings = new HashMap<>(broker);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, NAME);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, NAME);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return settings;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
