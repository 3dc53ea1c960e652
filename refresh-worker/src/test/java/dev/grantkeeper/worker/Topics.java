package dev.grantkeeper.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The vault's side of Kafka. */
public final class Topics {
    private static final String EXPIRING = "grantkeeper.token.expiring";

    private final String servers;

    public Topics(String servers) {
        this.servers = servers;
    }

    public void expiring(UUID connection) {
        var data = """
                {"connection_id":"%s","generation":1,"urgency":"scheduled","due_at":"%s"}
                """.formatted(connection, Instant.now().minusSeconds(1));
        send(connection.toString(), "dev.grantkeeper.token.expiring.v1", data);
    }

    public void send(String key, String type, String data) {
        send(key, type, data, Map.of());
    }

    public void send(String key, String type, String data, Map<String, String> headers) {
        var record = new ProducerRecord<>(EXPIRING, key, data.getBytes(StandardCharsets.UTF_8));
        Map.of("ce_specversion", "1.0", "ce_type", type, "ce_id", "1", "ce_source", "/grantkeeper/vault")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(record);
        }
    }

    /** Waits until the group has read and committed everything there is. */
    public void awaitNoLag(String group) {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            while (lag(admin, group) > 0) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(group + " still lags behind by " + lag(admin, group));
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    private static long lag(Admin admin, String group) {
        try {
            var partitions =
                    admin.describeTopics(List.of(EXPIRING)).allTopicNames().get().get(EXPIRING).partitions().stream()
                            .map(partition -> new TopicPartition(EXPIRING, partition.partition()))
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            var ends = admin.listOffsets(partitions).all().get();
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends.entrySet().stream()
                    .mapToLong(entry -> {
                        var done = committed.get(entry.getKey());
                        return entry.getValue().offset() - (done == null ? 0 : done.offset());
                    })
                    .sum();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalStateException if no such record comes within 20 s */
    public ConsumerRecord<String, byte[]> await(String topic, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        var seen = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (System.nanoTime() < end) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (wanted.test(record)) {
                        return record;
                    }
                    seen.add(record.key());
                }
            }
        }
        throw new IllegalStateException("not on " + topic + ", only " + seen);
    }
}
