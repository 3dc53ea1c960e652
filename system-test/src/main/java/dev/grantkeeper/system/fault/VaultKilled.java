package dev.grantkeeper.system.fault;

import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;

/** Vaults die at random moments; then both services are rolled, one process after the other, as an upgrade does. */
final class VaultKilled implements Row {

    private static final int KILLS = 30;
    private static final int ROLLS = 10;
    private static final Duration SOONEST = Duration.ofMillis(500);
    private static final Duration LATEST = Duration.ofMillis(2_500);

    @Override
    public String name() {
        return "vault-killed";
    }

    @Override
    public String fault(int scale) {
        return "SIGKILL a vault %d times; rolling SIGTERM of both services %d times, strict rotation"
                .formatted(KILLS * scale, ROLLS * scale);
    }

    @Override
    public String mustHold() {
        return "0 lost";
    }

    @Override
    public Shown play(Scene scene) {
        try (var cast = scene.cast(name(), Rotation.strict())) {
            for (int i = 0; i < KILLS * scene.scale(); i++) {
                scene.moments().pass(SOONEST, LATEST);
                var victim = scene.anyReadyVault();
                cast.kill(victim);
                scene.restartSoon(victim);
            }
            scene.awaitRestarts();
            for (int i = 0; i < ROLLS * scene.scale(); i++) {
                cast.roll();
            }
            return cast.judge("%d kills, %d rolls".formatted(KILLS * scene.scale(), ROLLS * scene.scale()));
        }
    }
}
