package dev.grantkeeper.system.story;

import dev.grantkeeper.system.machine.Patience;
import java.time.Duration;
import java.util.Optional;

final class KillTheWorker implements Step {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Override
    public String title() {
        return "A refresh worker is killed (SIGKILL) while it holds no lease, and started again; no value expires";
    }

    @Override
    public String play(Stage stage) {
        var app = stage.steadyLookups();
        var worker = stage.machine().workers().get(0);
        var leases = new PostgresLeases(stage.machine());
        long before = app.generation();
        Patience.await(SOON, "renewal before the kill", () -> Optional.of(app.generation())
                .filter(generation -> generation > before && leases.running() == 0));
        int seenBefore = app.seen().size();
        long killedAt = app.generation();
        long killed = System.nanoTime();
        worker.kill();
        Check.same("the number of leases when the worker was dead", 0, leases.running());
        stage.machine().restart(worker);
        long away = System.nanoTime() - killed;
        Patience.await(SOON, "two renewals after the kill", () -> Optional.of(app.generation())
                .filter(generation -> generation >= killedAt + 2));
        app.close();
        int lookups = app.seen().size() - seenBefore;
        return worker.name() + " was away for " + away / 100_000_000 / 10.0 + " s; " + lookups
                + " lookups from the kill on, every value active; renewals went on; "
                + LookUpForAMinute.presentedOnce(stage);
    }
}
