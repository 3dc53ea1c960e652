package dev.grantkeeper.system.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.grantkeeper.testkit.KafkaServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Every record of every topic, the broker's own topics and aborted transactions included. */
public final class TopicDump {

    private static final String PLANTED = "planted";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int WAIT_SECONDS = 30;

    private final KafkaServer server;

    public TopicDump(KafkaServer server) {
        this.server = server;
    }

    /** Adds keys, values, header names and header values. Returns how many topics there are. */
    public int into(Haystack haystack) {
        var topics = topics();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", server.bootstrapServers(), "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = new ArrayList<TopicPartition>();
            topics.forEach(topic -> consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var left = new HashMap<>(consumer.endOffsets(partitions));
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            while (!left.isEmpty()) {
                consumer.poll(POLL).forEach(message -> add(message, haystack));
                left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        }
        return topics.size();
    }

    /** Sends these as keys, values and headers of records in a topic of their own. */
    public void plant(Map<String, byte[]> keys, Map<String, byte[]> values, Map<String, byte[]> headers) {
        server.createTopics(KafkaServer.topic(PLANTED, 1, "delete", Map.of()));
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", server.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var sent = new ArrayList<Future<RecordMetadata>>();
            keys.values().forEach(key -> sent.add(producer.send(new ProducerRecord<>(PLANTED, key, null))));
            values.values().forEach(value -> sent.add(producer.send(new ProducerRecord<>(PLANTED, value))));
            headers.forEach((name, value) -> {
                var message = new ProducerRecord<byte[], byte[]>(PLANTED, new byte[0]);
                message.headers().add("planted", value);
                sent.add(producer.send(message));
            });
            for (var acknowledgement : sent) {
                await(acknowledgement);
            }
        }
    }

    private Set<String> topics() {
        try (var admin = server.admin()) {
            return await(
                    admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        }
    }

    private static void add(ConsumerRecord<byte[], byte[]> message, Haystack haystack) {
        String where = "topic " + message.topic();
        List.of(
                        message.key() == null ? new byte[0] : message.key(),
                        message.value() == null ? new byte[0] : message.value())
                .forEach(data -> haystack.add(Place.TOPICS, where, data));
        message.headers().forEach(header -> {
            haystack.add(Place.TOPICS, where, header.key().getBytes(UTF_8));
            haystack.add(Place.TOPICS, where, header.value() == null ? new byte[0] : header.value());
        });
    }

    private static <T> T await(Future<T> answer) {
        try {
            return answer.get(WAIT_SECONDS, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Kafka", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not do it: " + e.getMessage(), e);
        }
    }
}
