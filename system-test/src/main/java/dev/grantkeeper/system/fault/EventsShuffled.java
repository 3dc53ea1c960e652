package dev.grantkeeper.system.fault;

import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;

/** Every event comes several times, late and out of order. */
final class EventsShuffled implements Row {

    private static final Duration LASTS = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "events-shuffled";
    }

    @Override
    public String fault(int scale) {
        return "events duplicated and reordered for %d s, strict rotation".formatted(LASTS.toSeconds() * scale);
    }

    @Override
    public String mustHold() {
        return "one request per generation";
    }

    @Override
    public Shown play(Scene scene) {
        try (var cast = scene.cast(name(), Rotation.strict());
                var echo = EventEcho.start(
                        scene.cluster().kafka().server(), scene.moments().seed())) {
            var time = LASTS.multipliedBy(scene.scale());
            scene.moments().pass(time, time);
            return cast.judge(echo.heard() + " events heard, " + echo.echoed() + " more sent");
        }
    }
}
