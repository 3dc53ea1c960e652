package dev.grantkeeper.system.fault;

import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;

/** A worker stands still, past its leases and the provider's patience, and goes on as if nothing had been. */
final class WorkerPaused implements Row {

    private static final int PAUSES = 10;
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(40);

    @Override
    public String name() {
        return "worker-paused";
    }

    @Override
    public String fault(int scale) {
        return "SIGSTOP a worker for 5 to 40 s, %d times, grace of 30 s".formatted(PAUSES * scale);
    }

    @Override
    public String mustHold() {
        return "0 lost; no obtained token discarded";
    }

    @Override
    public Shown play(Scene scene) {
        try (var cast = scene.cast(name(), Rotation.withGrace(Scene.GRACE))) {
            for (int i = 0; i < PAUSES * scene.scale(); i++) {
                scene.renewals().awaitNoSecondTry();
                cast.pause(scene.anyReadyWorker(), scene.moments().between(SHORTEST, LONGEST));
                scene.moments().pass(Duration.ofMillis(500), Duration.ofSeconds(2));
            }
            return cast.judge(PAUSES * scene.scale() + " pauses");
        }
    }
}
