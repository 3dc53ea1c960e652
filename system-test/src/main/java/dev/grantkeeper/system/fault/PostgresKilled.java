package dev.grantkeeper.system.fault;

import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;

/**
 * The database dies at the moment at which the provider has answered and nothing is committed yet. It is back at once, or so
 * late that workers have put what they hold into Kafka; then one of them dies, too.
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
        return "PostgreSQL killed between answer and commit, %1$d times at once back, %1$d times a worker killed before it is back, strict rotation"
                .formatted(KILLS * scale);
    }

    @Override
    public String mustHold() {
        return "0 lost";
    }

    @Override
    public Shown play(Scene scene) {
        try (var cast = scene.cast(name(), Rotation.strict())) {
            for (int i = 0; i < KILLS * scene.scale(); i++) {
                killBetween(scene, cast);
                scene.moments().pass(Duration.ofMillis(300), Duration.ofSeconds(2));
                comeBack(scene);
                killBetween(scene, cast);
                scene.moments().pass(ALL_SEALED, ALL_SEALED.plusSeconds(1));
                var victim = scene.moments().anyOf(scene.cluster().workers());
                cast.kill(victim);
                victim.program().start();
                comeBack(scene);
            }
            return cast.judge("%1$d kills of PostgreSQL, %2$d of workers"
                    .formatted(2 * KILLS * scene.scale(), KILLS * scene.scale()));
        }
    }

    private static void killBetween(Scene scene, Cast cast) {
        scene.moments().pass(Duration.ofSeconds(1), Duration.ofSeconds(3));
        cast.awaitAnswer();
        cast.killPostgres();
    }

    private static void comeBack(Scene scene) {
        scene.cluster().postgres().start();
        scene.awaitAll();
    }
}
