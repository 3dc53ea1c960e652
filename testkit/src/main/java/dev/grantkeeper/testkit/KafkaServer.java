package dev.grantkeeper.testkit;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toSet;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Where a Kafka cluster of one broker listens. */
public record KafkaServer(String bootstrapServers) {

    private static final int WAIT_SECONDS = 30;

    public KafkaServer {
        requireNonNull(bootstrapServers, "bootstrapServers");
        QuietLogs.keep();
    }

    /** A topic with {@code cleanup.policy} and further settings by their Kafka names. */
    public static NewTopic topic(String name, int partitions, String cleanupPolicy, Map<String, String> settings) {
        var configs = new HashMap<>(settings);
        configs.put("cleanup.policy", cleanupPolicy);
        return new NewTopic(name, partitions, (short) 1).configs(configs);
    }

    /** Creates the topics that do not exist yet and waits until the broker knows them; others keep their settings. */
    public void createTopics(NewTopic... topics) {
        var names = Arrays.stream(topics).map(NewTopic::name).collect(toSet());
        try (var admin = admin()) {
            admin.createTopics(List.of(topics)).values().values().forEach(KafkaServer::awaitCreated);
            long deadline = System.nanoTime() + SECONDS.toNanos(WAIT_SECONDS);
            while (!await(admin.listTopics().names()).containsAll(names)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("Kafka does not know all of " + names);
                }
                LockSupport.parkNanos(MILLISECONDS.toNanos(20));
            }
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

    private static void awaitCreated(KafkaFuture<Void> answer) {
        try {
            await(answer);
        } catch (IllegalStateException e) {
            if (!(e.getCause().getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static <T> T await(KafkaFuture<T> answer) {
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
