package dev.grantkeeper.system.fault;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.grantkeeper.testkit.KafkaServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Hears every token.expiring event and sends it twice more, each within 8 s and so among later ones. */
final class EventEcho implements AutoCloseable {

    private static final String TOPIC = "grantkeeper.token.expiring";
    private static final String MARK = "echo";
    private static final int TIMES = 2;
    private static final int WITHIN_MILLIS = 8_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final SplittableRandom random;
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicInteger echoed = new AtomicInteger();
    private final Thread thread = new Thread(this::listen, "event-echo");
    private volatile boolean closed;

    private EventEcho(KafkaServer kafka, long seed) {
        this.random = new SplittableRandom(seed);
        var bootstrap = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
        this.consumer = new KafkaConsumer<>(bootstrap, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(bootstrap, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static EventEcho start(KafkaServer kafka, long seed) {
        var echo = new EventEcho(kafka, seed);
        echo.thread.start();
        return echo;
    }

    int heard() {
        return heard.get();
    }

    int echoed() {
        return echoed.get();
    }

    private void listen() {
        try (consumer) {
            List<TopicPartition> all = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToEnd(all);
            while (!closed) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::echo);
            }
        }
    }

    private void echo(ConsumerRecord<byte[], byte[]> event) {
        if (event.headers().lastHeader(MARK) != null) {
            return;
        }
        heard.incrementAndGet();
        for (int i = 0; i < TIMES; i++) {
            var copy = new ProducerRecord<>(TOPIC, event.partition(), event.key(), event.value());
            event.headers().forEach(copy.headers()::add);
            copy.headers().add(MARK, new byte[0]);
            later.schedule(() -> send(copy), random.nextInt(WITHIN_MILLIS), MILLISECONDS);
        }
    }

    private void send(ProducerRecord<byte[], byte[]> copy) {
        producer.send(copy);
        echoed.incrementAndGet();
    }

    @Override
    public void close() {
        closed = true;
        later.shutdownNow();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }
}
