package dev.grantkeeper.vault.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.Shared;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgresOutboxAgeTest {

    @Test
    void look_eventsWait_isTheOldestOnesAge() {
        var metrics = new SimpleMeterRegistry();
        var vertx = Vertx.vertx();
        try (var database = new OutboxDatabase(Shared.postgres())) {
            var pool = database.pool(vertx);
            var age = new PostgresOutboxAge(pool, metrics);
            database.add("topic", "key", "{}");
            database.wait(Duration.ofMinutes(10));
            database.add("topic", "key", "{}");

            age.look().await().indefinitely();
            assertThat(metrics.get("grantkeeper.outbox.age").gauge().value()).isBetween(600.0, 700.0);

            database.empty();
            age.look().await().indefinitely();
            assertThat(metrics.get("grantkeeper.outbox.age").gauge().value()).isZero();
            pool.close().await().indefinitely();
        } finally {
            vertx.close();
        }
    }
}
