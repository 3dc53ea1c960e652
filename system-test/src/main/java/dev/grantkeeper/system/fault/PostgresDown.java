package dev.grantkeeper.system.fault;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.grantkeeper.system.history.LookedUp;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;

/**
 * The database is away for a minute. Renewals that the provider has answered wait in Kafka meanwhile, and the workers that
 * obtained them are killed on top of it.
 */
final class PostgresDown implements Row {

    private static final Duration AWAY = Duration.ofSeconds(60);
    private static final Duration ALL_SEALED = Duration.ofSeconds(15);
    /** What says retry; a lookup whose connection breaks off has to be retried, too. */
    private static final Set<String> RETRY = Set.of("UNAVAILABLE", "RENEWING", LookedUp.UNREACHABLE);

    @Override
    public String name() {
        return "postgres-down";
    }

    @Override
    public String fault(int scale) {
        return "PostgreSQL down for %d s, both workers killed meanwhile, strict rotation"
                .formatted(AWAY.toSeconds() * scale);
    }

    @Override
    public String mustHold() {
        return "renewals obtained meanwhile are applied afterwards; lookups say retry, and recover by themselves";
    }

    @Override
    public Shown play(Scene scene) {
        var broken = new ArrayList<String>();
        try (var cast = scene.cast(name(), Rotation.strict())) {
            cast.awaitAnswer();
            long end = System.nanoTime() + AWAY.multipliedBy(scene.scale()).toNanos();
            cast.killPostgres();
            scene.moments().pass(ALL_SEALED, ALL_SEALED);
            int sealed = cast.outcomesSealed();
            for (var worker : scene.cluster().workers()) {
                cast.kill(worker);
                worker.program().start();
            }
            Patience.until(end);
            scene.cluster().postgres().start();
            long back = System.nanoTime();
            scene.awaitAll();
            cast.awaitServing();
            long seconds = (System.nanoTime() - back) / SECONDS.toNanos(1);
            if (sealed == 0) {
                broken.add("no outcome waited in Kafka: nothing was shown");
            }
            var refusals = cast.refusals();
            refusals.keySet().stream()
                    .filter(reason -> !RETRY.contains(reason))
                    .map(reason -> "lookups were refused with " + reason)
                    .forEach(broken::add);
            return cast.judge(
                            "%d outcomes waited in Kafka; lookups told to retry %d times, and served %d s after the database was back"
                                    .formatted(sealed, refusals.getOrDefault("UNAVAILABLE", 0L), seconds))
                    .and("", broken);
        }
    }
}
