package dev.grantkeeper.vault.event;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.testkit.EmbeddedKafka;
import dev.grantkeeper.testkit.EmbeddedPostgres18;
import dev.grantkeeper.testkit.KafkaServer;
import dev.grantkeeper.testkit.Shared;
import dev.grantkeeper.vault.TopicReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static EmbeddedKafka broker;

    private final String topic = "relay-" + UUID.randomUUID();
    private final List<Replica> replicas = new ArrayList<>();

    /** One vault's relay, as far as the database and Kafka can tell. */
    private record Replica(OutboxRelay relay, MeterRegistry metrics) {

        boolean relaying() {
            return metrics.get("grantkeeper.outbox.relaying").gauge().value() == 1;
        }

        double relayed() {
            return metrics.get("grantkeeper.outbox.relayed").counter().count();
        }

        void stop() throws InterruptedException {
            relay.stop(new ShutdownEvent());
        }
    }

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.startTemporary(0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopic() {
        kafka().createTopics(KafkaServer.topic(topic, 3, "delete", Map.of()));
    }

    @AfterEach
    void stopReplicas() throws InterruptedException {
        for (var replica : replicas) {
            replica.stop();
        }
    }

    @Test
    void relay_twoReplicas_oneRelaysEachEventOnceAndInOrder() throws Exception {
        try (var database = new OutboxDatabase(Shared.postgres())) {
            var one = start(database);
            var other = start(database);
            fill(database, 8, 50);

            awaitEmpty(database);
            var events = TopicReader.all(kafka(), topic);
            assertThat(events).hasSize(8 * 50);
            assertInOrder(events, 8, 50);
            assertThat(one.relaying()).isNotEqualTo(other.relaying());
            assertThat(one.relayed() + other.relayed()).isEqualTo(8 * 50);
        }
    }

    @Test
    void relay_holderStops_otherTakesOver() throws Exception {
        try (var database = new OutboxDatabase(Shared.postgres())) {
            var holder = start(database);
            await().atMost(PATIENCE).until(holder::relaying);
            var standby = start(database);
            holder.stop();
            database.add(topic, "key", "0");

            await().atMost(Duration.ofSeconds(10)).until(standby::relaying);
            awaitEmpty(database);
            assertThat(TopicReader.all(kafka(), topic)).hasSize(1);
        }
    }

    @Test
    void relay_sessionEndedByTheDatabase_someoneGoesOn() throws Exception {
        try (var database = new OutboxDatabase(Shared.postgres())) {
            start(database);
            start(database);
            await().atMost(PATIENCE).until(() -> replicas.stream().anyMatch(Replica::relaying));
            var filling = background(() -> fill(database, 4, 50));
            await().atMost(PATIENCE).until(() -> database.endTurns() > 0);
            filling.get();

            awaitEmpty(database);
            assertInOrder(TopicReader.all(kafka(), topic), 4, 50);
        }
    }

    @Test
    void relay_kafkaAwayForAWhile_losesAndReordersNothing() throws Exception {
        try (var database = new OutboxDatabase(Shared.postgres())) {
            var replica = start(database);
            fill(database, 2, 5);
            await().atMost(PATIENCE).until(() -> replica.relayed() > 0);
            broker.stop();
            for (var i = 5; i < 10; i++) {
                database.add(topic, "0", Integer.toString(i));
                database.add(topic, "1", Integer.toString(i));
            }
            await().atMost(PATIENCE).until(() -> !replica.relaying());
            assertThat(database.waiting()).isPositive();
            broker.start();

            awaitEmpty(database);
            assertInOrder(TopicReader.all(kafka(), topic), 2, 10);
        }
    }

    @Test
    void relay_databaseKilledForAWhile_losesAndReordersNothing() throws Exception {
        try (var server = EmbeddedPostgres18.startTemporary(0, Map.of())) {
            var database = new OutboxDatabase(server.server());
            var replica = start(database);
            fill(database, 2, 5);
            await().atMost(PATIENCE).until(() -> replica.relayed() > 0);
            server.kill();
            await().atMost(PATIENCE).until(() -> !replica.relaying());
            server.start();
            for (var i = 5; i < 10; i++) {
                database.add(topic, "0", Integer.toString(i));
                database.add(topic, "1", Integer.toString(i));
            }

            awaitEmpty(database);
            assertInOrder(TopicReader.all(kafka(), topic), 2, 10);
            replica.stop();
        }
    }

    @Test
    void send_turnLostUnnoticed_isRefused() {
        try (var stale = RelayKafka.open(settings());
                var current = RelayKafka.open(settings())) {
            current.send(List.of(event("key", Optional.of("{\"by\":\"current\"}"))));

            assertThatThrownBy(() -> stale.send(List.of(event("key", Optional.of("{\"by\":\"stale\"}")))))
                    .isInstanceOf(KafkaException.class);
            assertThat(TopicReader.all(kafka(), topic))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("{\"by\":\"current\"}");
        }
    }

    @Test
    void send_anyEvent_isACloudEvent() {
        var event = event("a/b", Optional.of("{}"));
        try (var link = RelayKafka.open(settings())) {
            link.send(List.of(event, event("a/b", Optional.empty())));
        }

        var records = TopicReader.all(kafka(), topic);
        assertThat(headers(records.get(0)))
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", event.eventId().toString())
                .containsEntry("ce_source", "/grantkeeper/vault")
                .containsEntry("ce_type", "dev.grantkeeper.test.v1")
                .containsEntry("ce_time", "2026-11-23T10:00:00.123Z")
                .containsEntry("content-type", "application/json");
        assertThat(records.get(0).key()).isEqualTo("a/b");
        assertThat(records.get(1).value()).isNull();
        assertThat(headers(records.get(1))).containsKey("ce_id").doesNotContainKey("content-type");
    }

    @Test
    void take_heldByAnother_isRefusedUntilGivenUp() {
        try (var database = new OutboxDatabase(Shared.postgres())) {
            var turns = new PostgresOutboxTurns(database.source());
            var first = turns.take().orElseThrow();
            assertThat(turns.take()).isEmpty();
            first.close();
            turns.take().orElseThrow().close();
        }
    }

    private Replica start(OutboxDatabase database) {
        var metrics = new SimpleMeterRegistry();
        var relay = new OutboxRelay(new PostgresOutboxTurns(database.source()), settings(), metrics);
        var replica = new Replica(relay, metrics);
        replicas.add(replica);
        relay.start(new StartupEvent());
        return replica;
    }

    /** Keys 0, 1, 2… each with the events 0, 1, 2… committed in that order, all keys at the same time. */
    private void fill(OutboxDatabase database, int keys, int events) throws Exception {
        var writers = Executors.newFixedThreadPool(keys);
        try {
            var writing = IntStream.range(0, keys)
                    .mapToObj(key -> writers.submit(() -> {
                        for (var i = 0; i < events; i++) {
                            database.add(topic, Integer.toString(key), Integer.toString(i));
                        }
                    }))
                    .toList();
            for (var writer : writing) {
                writer.get();
            }
        } finally {
            writers.shutdownNow();
        }
    }

    /** Each event at least once; an event that is told again is told with what followed it. */
    private static void assertInOrder(List<ConsumerRecord<String, String>> events, int keys, int perKey) {
        var expected = IntStream.range(0, perKey).mapToObj(Integer::toString).toList();
        var byKey = events.stream().collect(groupingBy(ConsumerRecord::key, mapping(ConsumerRecord::value, toList())));
        assertThat(byKey).hasSize(keys);
        byKey.values().forEach(told -> {
            assertThat(told.stream().distinct()).containsExactlyElementsOf(expected);
            assertThat(told.get(told.size() - 1)).isEqualTo(expected.get(perKey - 1));
        });
    }

    private static void awaitEmpty(OutboxDatabase database) {
        await().atMost(PATIENCE).until(() -> database.waiting() == 0);
    }

    private static Future<?> background(ThrowingWork work) {
        var thread = Executors.newSingleThreadExecutor();
        var running = thread.submit(() -> {
            work.run();
            return null;
        });
        thread.shutdown();
        return running;
    }

    private Outgoing event(String key, Optional<String> data) {
        return new Outgoing(
                1,
                topic,
                key,
                "dev.grantkeeper.test.v1",
                UUID.randomUUID(),
                Instant.parse("2026-11-23T10:00:00.123Z"),
                data);
    }

    private static Map<String, String> headers(ConsumerRecord<?, ?> record) {
        var headers = new HashMap<String, String>();
        record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private static KafkaServer kafka() {
        return broker.server();
    }

    private static Map<String, Object> settings() {
        return Map.of("bootstrap.servers", kafka().bootstrapServers());
    }

    @FunctionalInterface
    private interface ThrowingWork {
        void run() throws Exception;
    }
}
