package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.event.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads the whole topic from now on, in every vault: it belongs to no group, remembers no position and starts anew, telling
 * the feed so, whenever it cannot go on. So it needs neither Kafka nor the topic when the vault starts.
 *
 * <p>Everything here blocks, on a thread of its own.
 */
@ApplicationScoped
class PromptFeedKafka {

    private static final Logger LOG = Logger.getLogger(PromptFeedKafka.class);
    private static final String TOPIC = Topic.AUTH_REQUIRED.topicName();
    private static final Duration POLL = Duration.ofSeconds(1);

    private final PromptFeed feed;
    private final Map<String, Object> broker;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(PromptFeedKafka::thread);
    private volatile KafkaConsumer<?, ?> reading;

    PromptFeedKafka(PromptFeed feed, @Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.feed = feed;
        this.broker = broker;
    }

    void start(@Observes StartupEvent started) {
        thread.scheduleWithFixedDelay(this::read, 0, 1, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        thread.shutdown();
        Optional.ofNullable(reading).ifPresent(KafkaConsumer::wakeup);
        thread.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void read() {
        try (var consumer = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reading = consumer;
            var partitions = partitions(consumer);
            consumer.assign(partitions);
            begin(consumer, partitions);
            while (partitions(consumer).size() == partitions.size() && !thread.isShutdown()) {
                consumer.poll(POLL).forEach(this::hear);
            }
        } catch (WakeupException stopping) {
            LOG.debug("No more prompts are heard.");
        } catch (KafkaException away) {
            LOG.debugf("Prompts are heard as soon as %s can be read: %s", TOPIC, away.getMessage());
        } catch (RuntimeException fault) {
            LOG.errorf(fault, "Reading %s failed; starting anew.", TOPIC);
        }
    }

    /** Where reading begins must be settled before anybody looks at what is open now, or a change would fall in between. */
    private void begin(KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions) {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        feed.restarted();
    }

    private void hear(ConsumerRecord<byte[], byte[]> event) {
        if (event.value() == null) {
            return;
        }
        try {
            var prompt = new JsonObject(Buffer.buffer(event.value()));
            var owner = prompt.getJsonObject("owner");
            feed.changed(
                    Tenant.parse(prompt.getString("tenant")),
                    new Owner(OwnerKind.ofWord(owner.getString("type")), owner.getString("id")),
                    prompt);
        } catch (RuntimeException malformed) {
            LOG.warnf(
                    "%s-%d at %d is no prompt: %s",
                    TOPIC,
                    event.partition(),
                    event.offset(),
                    malformed.getClass().getSimpleName());
        }
    }

    /** As the client last heard; it asks anew from time to time. */
    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        var known = consumer.partitionsFor(TOPIC);
        if (known == null || known.isEmpty()) {
            throw new UnknownTopicOrPartitionException("there is no such topic yet");
        }
        return known.stream()
                .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                .toList();
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(broker);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "grantkeeper-prompt-feed");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // A position that is gone means that changes were missed: that has to show.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return settings;
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "prompt-feed");
        thread.setDaemon(true);
        return thread;
    }
}
