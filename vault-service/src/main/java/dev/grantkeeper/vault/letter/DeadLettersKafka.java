package dev.grantkeeper.vault.letter;

import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Reads the dead-letter topics as they are, without a consumer group: nothing remembers what an operator has seen. */
@ApplicationScoped
class DeadLettersKafka implements DeadLetters {

    private static final int PATIENCE_MILLIS = 5_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String REASON = "grantkeeper_reason";
    private static final String ORIGIN = "grantkeeper_origin";
    private static final String REPLAY = "grantkeeper_replay";

    private final Map<String, Object> broker;

    DeadLettersKafka(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.broker = broker;
    }

    @Override
    public List<DeadLetter> after(Optional<Place> place, int limit) {
        return reading(consumer -> {
            var found = new ArrayList<DeadLetter>();
            var deadline = deadline();
            for (var topic : LetterTopic.values()) {
                var partitions = partitions(consumer, topic);
                var starts = consumer.beginningOffsets(partitions);
                var ends = consumer.endOffsets(partitions);
                for (var partition : partitions) {
                    var start = start(topic, partition, starts.get(partition), place);
                    read(consumer, partition, start, ends.get(partition), limit - found.size(), deadline)
                            .map(record -> letter(topic, record))
                            .forEach(found::add);
                }
            }
            return found;
        });
    }

    @Override
    public Optional<DeadLetter> at(Place place) {
        return reading(consumer -> record(consumer, place).map(record -> letter(place.topic(), record)));
    }

    @Override
    public boolean replay(Place place) {
        var letter = reading(consumer -> record(consumer, place));
        letter.ifPresent(record -> publish(new ProducerRecord<>(
                place.topic().source(), null, record.key(), record.value(), replayed(record.headers(), place))));
        return letter.isPresent();
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, LetterTopic topic) {
        return consumer.partitionsFor(topic.topic()).stream()
                .map(partition -> new TopicPartition(topic.topic(), partition.partition()))
                .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
                .toList();
    }

    /** Past the end for a partition that lies before the place. */
    private static long start(LetterTopic topic, TopicPartition partition, long first, Optional<Place> after) {
        if (after.isEmpty()) {
            return first;
        }
        var place = after.get();
        var reached = new Place(topic, partition.partition(), place.offset()).compareTo(place);
        if (reached < 0) {
            return Long.MAX_VALUE;
        }
        return reached == 0 ? Math.max(first, place.offset() + 1) : first;
    }

    private static long deadline() {
        return System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> record(
            KafkaConsumer<byte[], byte[]> consumer, Place place) {
        var partition = new TopicPartition(place.topic().topic(), place.partition());
        if (!partitions(consumer, place.topic()).contains(partition)) {
            return Optional.empty();
        }
        var first = consumer.beginningOffsets(List.of(partition)).get(partition);
        var end = consumer.endOffsets(List.of(partition)).get(partition);
        return place.offset() < first
                ? Optional.empty()
                : read(consumer, partition, place.offset(), end, 1, deadline())
                        .filter(record -> record.offset() == place.offset())
                        .findFirst();
    }

    private static Stream<ConsumerRecord<byte[], byte[]>> read(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long start,
            long end,
            int limit,
            long deadline) {
        var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        if (start >= end || limit <= 0) {
            return read.stream();
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, start);
        while (read.size() < limit && consumer.position(partition) < end) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException(partition + " is not read in time");
            }
            read.addAll(consumer.poll(POLL).records(partition));
        }
        return read.stream().limit(limit);
    }

    private static DeadLetter letter(LetterTopic topic, ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                new Place(topic, record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                connection(record.key()),
                word(record.headers(), REASON).orElse("unknown"),
                word(record.headers(), ORIGIN),
                word(record.headers(), REPLAY),
                record.value() == null ? 0 : record.value().length);
    }

    private static Optional<ConnectionId> connection(byte[] key) {
        try {
            return Optional.ofNullable(key).map(bytes -> ConnectionId.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (Failure notOne) {
            return Optional.empty();
        }
    }

    /** Whoever may write to Kafka can write any header: only what looks like ours is repeated. */
    private static Optional<String> word(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .filter(text -> text.matches("[a-z0-9_.@-]{1,100}"));
    }

    private static Headers replayed(Headers headers, Place place) {
        var replayed = new RecordHeaders(headers.toArray());
        List.of(REASON, ORIGIN, REPLAY).forEach(replayed::remove);
        return replayed.add(REPLAY, place.toString().getBytes(StandardCharsets.UTF_8));
    }

    private <T> T reading(Function<KafkaConsumer<byte[], byte[]>, T> work) {
        var settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "grantkeeper-dead-letters");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return work.apply(consumer);
        } catch (KafkaException away) {
            throw Failure.unavailable("Kafka");
        }
    }

    private void publish(ProducerRecord<byte[], byte[]> record) {
        var settings = new HashMap<>(broker);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "grantkeeper-replay");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS - 1_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (KafkaException | ExecutionException away) {
            throw Failure.unavailable("Kafka");
        } catch (InterruptedException stopping) {
            throw new InterruptException(stopping);
        }
    }
}
