package dev.grantkeeper.system.fault;

import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;

/** The database dies at the moment at which the provider has answered and nothing is committed yet. */
final class PostgresKilled implements Row {

    private static final int KILLS = 15;

    @Override
    public String name() {
        return "postgres-killed";
    }

    @Override
    public String fault(int scale) {
        return "PostgreSQL killed between answer and commit, %d times, strict rotation".formatted(KILLS * scale);
    }

    @Override
    public String mustHold() {
        return "0 lost";
    }

    @Override
    public Shown play(Scene scene) {
        try (var cast = scene.cast(name(), Rotation.strict())) {
            for (int i = 0; i < KILLS * scene.scale(); i++) {
                scene.moments().pass(Duration.ofSeconds(1), Duration.ofSeconds(3));
                cast.awaitAnswer();
                cast.killPostgres();
                scene.moments().pass(Duration.ofMillis(300), Duration.ofSeconds(2));
                scene.cluster().postgres().start();
                scene.awaitVaults();
            }
            return cast.judge(KILLS * scene.scale() + " kills of PostgreSQL");
        }
    }
}
