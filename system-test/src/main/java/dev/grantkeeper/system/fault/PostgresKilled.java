package dev.grantkeeper.system.fault;

import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;

/**
 * The database dies at the moment at which the provider has answered and nothing is committed yet. It is back at once, or so
 * late that workers have put what they hold into Kafka, and then they die, too.
 */
final class PostgresKilled implements Row {

    private static final int KILLS = 15;
    /** After that long an outcome is in Kafka: the slowest answer, the worker's patience with the vault, and a reserve. */
    private static final Duration ALL_SEALED = Duration.ofSeconds(6);

    @Override
    public String name() {
        return "postgres-killed";
    }

    @Override
    public String fault(int scale) {
        return "PostgreSQL killed between answer and commit, %d times, four times of five both workers after it, strict rotation"
                .formatted(KILLS * scale);
    }

    @Override
    public String mustHold() {
        return "0 lost";
    }

    @Override
    public Shown play(Scene scene) {
        try (var cast = scene.cast(name(), Rotation.strict())) {
            int workers = 0;
            for (int i = 0; i < KILLS * scene.scale(); i++) {
                scene.moments().pass(Duration.ofSeconds(1), Duration.ofSeconds(3));
                cast.awaitAnswer();
                cast.killPostgres();
                if (i % 5 == 0) {
                    scene.moments().pass(Duration.ofMillis(300), Duration.ofSeconds(2));
                } else {
                    killSealed(scene, cast);
                    workers += scene.cluster().workers().size();
                }
                scene.cluster().postgres().start();
                scene.awaitAll();
            }
            return cast.judge("%d kills of PostgreSQL, %d of workers".formatted(KILLS * scene.scale(), workers));
        }
    }

    private static void killSealed(Scene scene, Cast cast) {
        scene.moments().pass(ALL_SEALED, ALL_SEALED.plusSeconds(1));
        for (var worker : scene.cluster().workers()) {
            cast.kill(worker);
            worker.program().start();
        }
    }
}
