package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.history.Gap;
import dev.grantkeeper.system.history.Violation;
import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;
import java.util.ArrayList;

/** Kafka is killed and stays away: workers ask the vault for what is overdue, and events wait in the outbox. */
final class KafkaDown implements Row {

    private static final Duration AWAY = Duration.ofMinutes(3);

    @Override
    public String name() {
        return "kafka-down";
    }

    @Override
    public String fault(int scale) {
        return "Kafka down for %d minutes, strict rotation".formatted(AWAY.toMinutes() * scale);
    }

    @Override
    public String mustHold() {
        return "0 tokens expire; 0 events lost, order per connection kept";
    }

    @Override
    public Shown play(Scene scene) {
        try (var cast = scene.cast(name(), Rotation.strict())) {
            scene.moments().pass(Duration.ofSeconds(10), Duration.ofSeconds(15));
            scene.cluster().kafka().kill();
            var away = AWAY.multipliedBy(scene.scale());
            scene.moments().pass(away, away);
            scene.cluster().kafka().start();
            var shown = cast.judge("away for " + away.toSeconds() + " s");
            var broken = new ArrayList<String>();
            var gaps = Gap.in(cast.history());
            gaps.stream().map(gap -> "expired before it was renewed: " + gap).forEach(broken::add);
            var untold = cast.awaitEvents();
            untold.stream().map(Violation::toString).forEach(broken::add);
            return shown.and(
                    "%d tokens expired; events missing or out of order: %d".formatted(gaps.size(), untold.size()),
                    broken);
        }
    }
}
