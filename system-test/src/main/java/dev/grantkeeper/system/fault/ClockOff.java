package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.machine.FakeTime;
import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The services' wall clock is wrong; the database's, the provider's and the platform's are right. */
final class ClockOff implements Row {

    private static final Duration LASTS = Duration.ofSeconds(40);
    private static final List<Duration> OFF = List.of(Duration.ofMinutes(5), Duration.ofMinutes(-5));

    @Override
    public String name() {
        return "clock-off";
    }

    @Override
    public String fault(int scale) {
        return "wall clock of both services off by 5 minutes either way (libfaketime, monotonic untouched), strict rotation";
    }

    @Override
    public String mustHold() {
        return "no early, late or expired value";
    }

    @Override
    public Shown play(Scene scene) {
        try (var cast = scene.cast(name(), Rotation.strict())) {
            var broken = new ArrayList<String>();
            for (Duration offset : OFF) {
                cast.rollWith(FakeTime.shifted(offset));
                int known = cast.recorder().calls().size();
                scene.moments().pass(LASTS, LASTS);
                var calls = cast.recorder().calls();
                broken.addAll(new TokenLives(calls.subList(known, calls.size())).outOfTime());
            }
            var shown = cast.judge("%d s ahead, %d s behind".formatted(LASTS.toSeconds(), LASTS.toSeconds()));
            return shown.and(broken.size() + " out of time", broken);
        }
    }
}
