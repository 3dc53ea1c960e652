package dev.grantkeeper.vault.renewal;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.grantkeeper.vault.TestVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What is written to a topic from now on. */
final class KafkaTopic implements AutoCloseable {

    private static final long WAIT = Duration.ofSeconds(20).toNanos();

    private final KafkaConsumer<String, String> consumer;
    private final Deque<ConsumerRecord<String, String>> heard = new ArrayDeque<>();

    private KafkaTopic(KafkaConsumer<String, String> consumer) {
        this.consumer = consumer;
    }

    static KafkaTopic read(TestVault vault, String name) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", vault.kafka().bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer());
        var partitions = consumer.partitionsFor(name).stream()
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return new KafkaTopic(consumer);
    }

    /** The next event of this key. */
    ConsumerRecord<String, String> await(String key) {
        var deadline = System.nanoTime() + WAIT;
        while (System.nanoTime() < deadline) {
            while (!heard.isEmpty()) {
                var next = heard.poll();
                if (key.equals(next.key())) {
                    return next;
                }
            }
            consumer.poll(Duration.ofMillis(200)).forEach(heard::add);
        }
        throw new AssertionError("no event of " + key);
    }

    static String header(ConsumerRecord<?, ?> event, String name) {
        return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    static void write(TestVault vault, String name, String key, String value) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", vault.kafka().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(name, key, value)).get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails unless the event's data is as the contract says. */
    static void check(String contract, ConsumerRecord<?, String> event) {
        var file = "/grantkeeper/events/" + contract + ".schema.json";
        try (var schema = KafkaTopic.class.getResourceAsStream(file)) {
            var faults = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema, InputFormat.JSON)
                    .validate(event.value(), InputFormat.JSON);
            if (!faults.isEmpty()) {
                throw new AssertionError(contract + ": " + faults);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
