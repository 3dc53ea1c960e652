package dev.grantkeeper.system.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantkeeper.testkit.KafkaServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what workers put into grantkeeper.renewal.outcome; the outcomes themselves stay sealed. */
public final class OutcomeTopic {

    private static final String TOPIC = "grantkeeper.renewal.outcome";
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaServer server;

    public OutcomeTopic(KafkaServer server) {
        this.server = server;
    }

    /** Everything from the topic's beginning to its present end. */
    public List<SealedOutcome> read() {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", server.bootstrapServers(), "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var left = new HashMap<>(consumer.endOffsets(partitions));
            var outcomes = new ArrayList<SealedOutcome>();
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            while (!left.isEmpty()) {
                consumer.poll(POLL).forEach(message -> outcomes.add(outcome(message)));
                left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
            return outcomes;
        }
    }

    private static SealedOutcome outcome(ConsumerRecord<byte[], byte[]> message) {
        return new SealedOutcome(
                UUID.fromString(new String(message.key(), UTF_8)), Instant.ofEpochMilli(message.timestamp()));
    }
}
