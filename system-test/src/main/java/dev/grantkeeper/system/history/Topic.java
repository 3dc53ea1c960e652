package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.KafkaServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to its present end, without what was aborted; in order for each key. */
final class Topic {

    private static final Duration POLL = Duration.ofMillis(200);

    private Topic() {}

    static <T> List<T> read(KafkaServer server, String topic, Function<ConsumerRecord<byte[], byte[]>, T> reader) {
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        server.bootstrapServers(),
                        "enable.auto.commit",
                        false,
                        "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var left = new HashMap<>(consumer.endOffsets(partitions));
            var all = new ArrayList<T>();
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            while (!left.isEmpty()) {
                consumer.poll(POLL).forEach(message -> all.add(reader.apply(message)));
                left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
            return all;
        }
    }
}
