package dev.grantkeeper.vault.event;

import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
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
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final Config config;
    private final Map<String, Object> broker;
    private Admin admin;

    TopicsKafka(Config config, @Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.config = config;
        this.broker = broker;
    }

    @Startup
    void create() {
        if (!config.create()) {
            return;
        }
        var settings = new HashMap<>(broker);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "grantkeeper-topics");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        admin = Admin.create(settings);
        var created = admin.createTopics(topics());
        created.values().forEach((name, answer) -> answer.whenComplete((done, refused) -> tell(name, refused)));
        created.all().whenComplete((done, refused) -> admin.close(Duration.ZERO));
    }

    @PreDestroy
    void stop() {
        if (admin != null) {
            admin.close(Duration.ZERO);
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

    private static void tell(String name, Throwable refused) {
        if (refused == null) {
            LOG.infof("Created the topic %s.", name);
        } else if (!(refused instanceof TopicExistsException)) {
            LOG.warnf("The topic %s was not created: %s", name, refused.getMessage());
        }
    }
}
