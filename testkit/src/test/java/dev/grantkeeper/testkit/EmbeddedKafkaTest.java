package dev.grantkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    @Test
    void consume_groupOverProducedRecords_readsThemInOrder() throws Exception {
        var server = Shared.kafka();
        server.createTopics(KafkaServer.topic("numbers", 1, "delete", Map.of()));

        produce(server, "numbers", "one", "two");

        assertThat(consume(server, "numbers", 2)).containsExactly("one", "two");
        assertThat(Shared.kafka()).isEqualTo(server);
    }

    @Test
    void createTopics_compacted_keepsPolicyAndIgnoresExisting() throws Exception {
        var server = Shared.kafka();
        server.createTopics(KafkaServer.topic("prompts", 3, "compact", Map.of("segment.ms", "1000")));
        server.createTopics(
                KafkaServer.topic("prompts", 1, "delete", Map.of()),
                KafkaServer.topic("others", 1, "delete", Map.of()));

        assertThat(server.topics()).contains("prompts", "others");
        try (var admin = server.admin()) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "prompts");
            var config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
            assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
            assertThat(config.get("segment.ms").value()).isEqualTo("1000");
        }
    }

    @Test
    void produce_toTopicNobodyCreated_fails() {
        var server = Shared.kafka();

        assertThatThrownBy(() -> produce(server, "misspelt", "lost")).isInstanceOf(ExecutionException.class);
    }

    @Test
    void stopAndStart_givenDirectory_keepsRecordsAndPort(@TempDir Path directory) throws Exception {
        try (var kafka = EmbeddedKafka.startIn(directory.resolve("logs"), 0)) {
            var server = kafka.server();
            server.createTopics(KafkaServer.topic("kept", 1, "delete", Map.of()));
            produce(server, "kept", "before");

            kafka.stop();
            kafka.start();

            assertThat(kafka.server()).isEqualTo(server);
            produce(server, "kept", "after");
            assertThat(consume(server, "kept", 2)).containsExactly("before", "after");
        }
        assertThat(directory.resolve("logs/kept-0")).isDirectoryContaining("glob:**.log");
    }

    static void produce(KafkaServer server, String topic, String... values) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", server.bootstrapServers(), "acks", "all", "max.block.ms", "3000");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, "key", value)).get();
            }
        }
    }

    static List<String> consume(KafkaServer server, String topic, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", server.bootstrapServers(), "group.id", topic, "auto.offset.reset", "earliest");
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
