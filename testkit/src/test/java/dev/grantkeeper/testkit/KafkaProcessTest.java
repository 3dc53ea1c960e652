package dev.grantkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaProcessTest {

    @Test
    void killAndStart_acknowledgedRecords_areThereOnTheSamePort(@TempDir Path directory) throws Exception {
        try (var kafka = KafkaProcess.startIn(directory, 0)) {
            var server = kafka.server();
            server.createTopics(KafkaServer.topic("kept", 1, "delete", Map.of()));
            EmbeddedKafkaTest.produce(server, "kept", "before");

            kafka.kill();
            assertThatThrownBy(kafka::kill).hasMessage("Kafka is not running");
            kafka.start();

            assertThat(kafka.server()).isEqualTo(server);
            EmbeddedKafkaTest.produce(server, "kept", "after");
            assertThat(EmbeddedKafkaTest.consume(server, "kept", 2)).containsExactly("before", "after");
            assertThatThrownBy(kafka::start).hasMessageContaining("already runs");
        }
    }
}
