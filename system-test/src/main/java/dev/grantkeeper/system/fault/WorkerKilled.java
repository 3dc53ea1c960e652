package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.history.Loss;
import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;

/** Workers die at random moments, with renewals under way. */
final class WorkerKilled implements Row {

    private static final int KILLS = 60;
    private static final Duration SOONEST = Duration.ofMillis(1_000);
    private static final Duration LATEST = Duration.ofMillis(3_500);

    private final boolean strict;

    WorkerKilled(boolean strict) {
        this.strict = strict;
    }

    @Override
    public String name() {
        return strict ? "worker-killed-strict" : "worker-killed-grace";
    }

    @Override
    public String fault(int scale) {
        return "SIGKILL a worker, %d times at random moments, %s"
                .formatted(KILLS * scale, strict ? "strict rotation" : "grace of 30 s");
    }

    @Override
    public String mustHold() {
        return strict
                ? "lost at most those killed between the provider's commit and a durable outcome; each prompted within 3 minutes; none stuck"
                : "0 tokens lost, 0 prompts";
    }

    @Override
    public Shown play(Scene scene) {
        var rotation = strict ? Rotation.strict() : Rotation.withGrace(Scene.GRACE);
        try (var cast = scene.cast(name(), rotation)) {
            if (strict) {
                cast.mayLoseBy(Loss.Cause.KILLED);
            }
            for (int i = 0; i < KILLS * scene.scale(); i++) {
                scene.moments().pass(SOONEST, LATEST);
                var victim = scene.anyReadyWorker();
                cast.kill(victim);
                scene.restartSoon(victim);
            }
            scene.awaitRestarts();
            return cast.judge(KILLS * scene.scale() + " kills");
        }
    }
}
