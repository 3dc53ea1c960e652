package dev.grantkeeper.vault.event;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Creates the topics of the product that Kafka does not have yet, in the background and as soon as Kafka is there. */
@ApplicationScoped
class TopicsKafka {

    @ConfigMapping(prefix = "grantkeeper.topics")
    interface Config {

        /** Whether missing topics are created; otherwise the operator does it. Existing ones are never changed. */
        @WithDefault("true")
        boolean create();

        /** How many partitions a new topic gets; bounds how many workers share the renewals. */
        @WithDefault("12")
        int partitions();

        /** On how many brokers a new topic is kept; 3 where events must outlive a broker. */
        @WithDefault("1")
        short replicationFactor();
    }

    private static final Logger LOG = Logger.getLogger(TopicsKafka.class);
    private static final int PATIENCE_MILLIS = 10_000;

    private final Config config;
    private final Map<String, Object> broker;
    private volatile boolean done;

    TopicsKafka(Config config, @Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.config = config;
        this.broker = broker;
        this.done = !config.create();
    }

    /** Blocks, on a worker thread. */
    @Scheduled(every = "10s", delayed = "0s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void create() {
        if (done) {
            return;
        }
        try (var admin = Admin.create(settings())) {
            admin.createTopics(topics()).values().forEach(TopicsKafka::await);
            done = true;
        } catch (KafkaException away) {
            LOG.debugf("Topics are created as soon as Kafka can be reached: %s", away.getMessage());
        }
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(broker);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "grantkeeper-topics");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        return settings;
    }

    /** @throws KafkaException when it may help to try again */
    private static void await(String name, KafkaFuture<Void> created) {
        try {
            created.get();
            LOG.infof("Created the topic %s.", name);
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof RetriableException again) {
                throw again;
            }
            if (!(refused.getCause() instanceof TopicExistsException)) {
                LOG.warnf(
                        "The topic %s was not created: %s",
                        name, refused.getCause().getMessage());
            }
        } catch (InterruptedException stopping) {
            throw new InterruptException(stopping);
        }
    }

    private List<NewTopic> topics() {
        return List.of(
                topic("grantkeeper.token.expiring", Map.of()),
                topic("grantkeeper.token.expiring.dlq", Map.of()),
                topic(Topic.CONNECTION_CHANGED.topicName(), Map.of()),
                topic(
                        Topic.AUTH_REQUIRED.topicName(),
                        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
                topic(
                        "grantkeeper.renewal.outcome",
                        Map.of(
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(Duration.ofDays(7).toMillis()))),
                topic("grantkeeper.renewal.outcome.dlq", Map.of()));
    }

    private NewTopic topic(String name, Map<String, String> settings) {
        var all = new HashMap<>(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE));
        all.putAll(settings);
        return new NewTopic(name, config.partitions(), config.replicationFactor()).configs(all);
    }
}
