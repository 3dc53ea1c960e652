package dev.grantkeeper.system.caller;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.testkit.KafkaServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Somebody who reads grantkeeper.auth.required from its beginning, as CloudEvents 1.0 in binary mode. */
public final class AuthRequiredTopic implements AutoCloseable {

    private static final String TOPIC = "grantkeeper.auth.required";
    private static final String TYPE = "dev.grantkeeper.auth.required.v1";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread reader;
    private final List<Prompt> prompts = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    private AuthRequiredTopic(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        this.reader = new Thread(this::read, "auth-required-reader");
        reader.setDaemon(true);
    }

    /** Begins to read; the topic must exist. */
    public static AuthRequiredTopic read(KafkaServer kafka) {
        var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "enable.auto.commit",
                        false,
                        "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = Patience.await(
                        Duration.ofSeconds(30),
                        "topic " + TOPIC,
                        () -> Optional.ofNullable(consumer.listTopics().get(TOPIC)))
                .stream()
                .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var topic = new AuthRequiredTopic(consumer);
        topic.reader.start();
        return topic;
    }

    /** Waits for a prompt that came or comes. */
    public Prompt await(Duration atMost, String what, Predicate<Prompt> wanted) {
        var prompt = Patience.await(atMost, what + " on " + TOPIC, () -> prompts.stream()
                .filter(wanted)
                .findFirst());
        if (!faults.isEmpty()) {
            throw new IllegalStateException(TOPIC + " carries what is no CloudEvent of its type: " + faults);
        }
        return prompt;
    }

    @Override
    public void close() {
        consumer.wakeup();
    }

    private void read() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::take);
            }
        } catch (WakeupException closed) {
            return;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> message) {
        for (var attribute : Map.of("ce_specversion", "1.0", "ce_type", TYPE).entrySet()) {
            if (!header(message, attribute.getKey()).equals(attribute.getValue())) {
                faults.add(attribute.getKey() + "=" + header(message, attribute.getKey()));
            }
        }
        if (header(message, "ce_id").isEmpty() || header(message, "ce_source").isEmpty()) {
            faults.add("ce_id or ce_source is missing");
        }
        if (message.value() != null) {
            prompts.add(Prompt.read(Http.read(new String(message.value(), UTF_8))));
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        var header = message.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
