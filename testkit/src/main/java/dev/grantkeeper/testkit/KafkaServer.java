package dev.grantkeeper.testkit;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/** Where a Kafka cluster of one broker listens. */
public record KafkaServer(String bootstrapServers) {

    public KafkaServer {
        requireNonNull(bootstrapServers, "bootstrapServers");
    }

    /** A topic with {@code cleanup.policy} and further settings by their Kafka names. */
    public static NewTopic topic(String name, int partitions, String cleanupPolicy, Map<String, String> settings) {
        var configs = new HashMap<>(settings);
        configs.put("cleanup.policy", cleanupPolicy);
        return new NewTopic(name, partitions, (short) 1).configs(configs);
    }

    /** Creates the topics that do not exist yet; those that do keep their settings. */
    public void createTopics(NewTopic... topics) {
        var existing = topics();
        var missing = Arrays.stream(topics)
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        try (var admin = admin()) {
            await(admin.createTopics(missing).all());
        }
    }

    public void deleteTopics(String... names) {
        try (var admin = admin()) {
            await(admin.deleteTopics(List.of(names)).all());
        }
    }

    /** Names of all topics but the broker's own. */
    public Set<String> topics() {
        try (var admin = admin()) {
            return await(admin.listTopics().names());
        }
    }

    /** An admin client; the caller closes it. */
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(30, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Kafka", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not do it: " + e.getMessage(), e);
        }
    }
}
