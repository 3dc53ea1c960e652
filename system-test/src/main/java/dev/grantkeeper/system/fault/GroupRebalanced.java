package dev.grantkeeper.system.fault;

import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Somebody joins the workers' consumer group, takes partitions and events away, and leaves again. */
final class GroupRebalanced implements Row {

    private static final String TOPIC = "grantkeeper.token.expiring";
    private static final String GROUP = "grantkeeper-refresh-worker";
    private static final int TIMES = 8;
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration STAYS = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "group-rebalanced";
    }

    @Override
    public String fault(int scale) {
        return "consumer-group rebalance every 15 s for %d s, strict rotation"
                .formatted(EVERY.toSeconds() * TIMES * scale);
    }

    @Override
    public String mustHold() {
        return "one request per generation";
    }

    @Override
    public Shown play(Scene scene) {
        try (var cast = scene.cast(name(), Rotation.strict())) {
            int stolen = 0;
            for (int i = 0; i < TIMES * scene.scale(); i++) {
                stolen += joinAndLeave(scene);
                scene.moments().pass(EVERY.minus(STAYS), EVERY.minus(STAYS));
            }
            return cast.judge(
                    "joined and left %d times, %d events taken away".formatted(TIMES * scene.scale(), stolen));
        }
    }

    private static int joinAndLeave(Scene scene) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                scene.cluster().kafka().server().bootstrapServers(),
                "group.id",
                GROUP,
                "enable.auto.commit",
                "false");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            int taken = 0;
            for (long end = System.nanoTime() + STAYS.toNanos(); System.nanoTime() < end; ) {
                taken += consumer.poll(Duration.ofMillis(200)).count();
            }
            return taken;
        }
    }
}
