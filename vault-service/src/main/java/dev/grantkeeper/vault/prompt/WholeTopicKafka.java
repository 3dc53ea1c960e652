package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.event.Topic;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
 * Reads a whole topic from now on, in every vault: it belongs to no group, remembers no position and starts anew, saying
 * so, whenever it cannot go on. So it needs neither Kafka nor the topic when the vault starts.
 *
 * <p>Everything here blocks, on a thread of its own.
 */
final class WholeTopicKafka {

    private static final Logger LOG = Logger.getLogger(WholeTopicKafka.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Is told what the topic says of something that an owner has. */
    interface Hearer {
        void heard(Tenant tenant, Owner owner, JsonObject data);
    }

    private final String topic;
    private final String name;
    private final Map<String, Object> broker;
    private final BooleanSupplier listened;
    private final Hearer hearer;
    private final Runnable restarted;
    private final ScheduledExecutorService thread;
    private volatile KafkaConsumer<?, ?> reading;

    /**
     * @param name of the thread, and of the client at the broker
     * @param listened false while nobody wants to hear anything: then events are passed over unread
     * @param restarted is run whenever events before that moment may have been missed, and those after it will be heard
     */
    WholeTopicKafka(
            Topic topic,
            String name,
            Map<String, Object> broker,
            BooleanSupplier listened,
            Hearer hearer,
            Runnable restarted) {
        this.topic = topic.topicName();
        this.name = name;
        this.broker = broker;
        this.listened = listened;
        this.hearer = hearer;
        this.restarted = restarted;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            var made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    void start() {
        thread.scheduleWithFixedDelay(this::read, 0, 1, TimeUnit.SECONDS);
    }

    void stop() throws InterruptedException {
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
            LOG.debugf("%s is heard no more.", topic);
        } catch (KafkaException away) {
            LOG.debugf("%s is heard as soon as it can be read: %s", topic, away.getMessage());
        } catch (RuntimeException fault) {
            LOG.errorf(fault, "Reading %s failed; starting anew.", topic);
        }
    }

    /** Where reading begins must be settled before anybody looks at how things are now, or a change would fall in between. */
    private void begin(KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions) {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        restarted.run();
    }

    private void hear(ConsumerRecord<byte[], byte[]> event) {
        if (event.value() == null || !listened.getAsBoolean()) {
            return;
        }
        try {
            var data = new JsonObject(Buffer.buffer(event.value()));
            var owner = data.getJsonObject("owner");
            hearer.heard(
                    Tenant.parse(data.getString("tenant")),
                    new Owner(OwnerKind.ofWord(owner.getString("type")), owner.getString("id")),
                    data);
        } catch (RuntimeException malformed) {
            LOG.warnf(
                    "%s-%d at %d is not as it should be: %s",
                    topic,
                    event.partition(),
                    event.offset(),
                    malformed.getClass().getSimpleName());
        }
    }

    /** As the client last heard; it asks anew from time to time. */
    private List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        var known = consumer.partitionsFor(topic);
        if (known == null || known.isEmpty()) {
            throw new UnknownTopicOrPartitionException("there is no such topic yet");
        }
        return known.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(broker);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "grantkeeper-" + name);
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
}
