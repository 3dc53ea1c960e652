package dev.grantkeeper.vault.renewal;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes {@code dev.grantkeeper.token.expiring.v1}: CloudEvents 1.0 over Kafka, binary content mode. Sending blocks for a
 * moment while Kafka is away, so a thread of its own does it; and what nobody waits for any more is not sent, so that
 * nothing piles up.
 */
@ApplicationScoped
class ExpiringKafka implements Announcements {

    private static final String TOPIC = "grantkeeper.token.expiring";
    private static final int BLOCK_MS = 500;

    private final Map<String, Object> broker;
    private final InstantSource clock;
    private final Duration within;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(ExpiringKafka::thread);
    /** The thread's own; null until it is first needed. */
    private Producer<String, byte[]> producer;

    ExpiringKafka(
            @Identifier("default-kafka-broker") Map<String, Object> broker, InstantSource clock, RenewalConfig config) {
        this.broker = broker;
        this.clock = clock;
        this.within = config.publishWithin();
    }

    @PreDestroy
    void close() {
        thread.execute(() -> {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
        });
        thread.shutdown();
    }

    @Override
    public Uni<List<Due>> publish(List<Due> dues) {
        return Uni.join()
                .all(dues.stream().map(this::send).toList())
                .andCollectFailures()
                .map(acknowledged ->
                        acknowledged.stream().flatMap(Optional::stream).toList());
    }

    @Override
    public void publishSoon(Due due) {
        send(due).subscribe().with(done -> {});
    }

    /** Empty when the broker did not acknowledge it in time. */
    private Uni<Optional<Due>> send(Due due) {
        return Uni.createFrom()
                .<Optional<Due>>emitter(waiting -> {
                    var asked = System.nanoTime();
                    thread.execute(() -> send(due, asked, waiting));
                })
                .ifNoItem()
                .after(within)
                .fail()
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private void send(Due due, long asked, UniEmitter<? super Optional<Due>> waiting) {
        if (System.nanoTime() - asked > within.toNanos()) {
            return;
        }
        try {
            producer()
                    .send(
                            record(due),
                            (written, fault) ->
                                    waiting.complete(Optional.of(due).filter(sent -> fault == null)));
        } catch (KafkaException away) {
            waiting.complete(Optional.empty());
        }
    }

    private Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(settings(), new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(broker);
        int patience = Math.toIntExact(within.toMillis());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "grantkeeper-renewals");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return settings;
    }

    private ProducerRecord<String, byte[]> record(Due due) {
        var id = due.connection().toString();
        var data = new JsonObject()
                .put("connection_id", id)
                .put("generation", due.generation())
                .put("urgency", due.urgency().word())
                .put("due_at", due.dueAt());
        due.expiresAt().ifPresent(at -> data.put("expires_at", at));
        var record = new ProducerRecord<>(TOPIC, id, data.toBuffer().getBytes());
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_type", "dev.grantkeeper.token.expiring.v1",
                        "ce_source", "/grantkeeper/vault",
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_time", clock.instant().toString(),
                        "ce_subject", id,
                        "content-type", "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "renewal-publisher");
        thread.setDaemon(true);
        return thread;
    }
}
