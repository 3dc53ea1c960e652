package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.CrashWindows.Window.AFTER_COMMIT;
import static dev.grantkeeper.system.history.CrashWindows.Window.BEFORE_COMMIT;
import static dev.grantkeeper.system.history.CrashWindows.Window.IN_KAFKA;
import static dev.grantkeeper.system.history.CrashWindows.Window.NOWHERE_DURABLE;
import static dev.grantkeeper.system.history.Kill.Target.VAULT;
import static dev.grantkeeper.system.history.Kill.Target.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.system.history.CrashWindows.Window;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrashWindowsTest {

    @Test
    void kill_beforeTheRequestOrOfOneThatWasDeclined_isBeforeCommit() {
        var tale = new Tale().connect(0);
        tale.lease(10);
        assertWindow(tale.kill(10.05), BEFORE_COMMIT);

        var declined = new Tale().connect(0);
        declined.lease(10).request(10.1).failed(10.6);
        assertWindow(declined.kill(10.3), BEFORE_COMMIT);
    }

    @Test
    void kill_ofWhatTheProviderCommitsSoonerOrLater_isNowhereDurable() {
        for (double time : new double[] {10.3, 10.65, 10.75}) {
            var tale = new Tale().connect(0);
            tale.lease(10).request(10.1).issued(10.6).then();
            assertWindow(tale.kill(time), NOWHERE_DURABLE);
        }
    }

    @Test
    void kill_withTheOutcomeInKafka_isInKafka() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).issued(10.6).applied(30);

        assertWindow(tale.sealed(12).kill(13), IN_KAFKA);
    }

    @Test
    void kill_rightAfterTheOutcomeWasStored_isAfterCommit() {
        assertWindow(new Tale().connect(0).renew(10).kill(11.7), AFTER_COMMIT);
    }

    @Test
    void kill_longAfterOrOfAnotherWorker_isIdle() {
        var windows = CrashWindows.of(
                new Tale()
                        .connect(0)
                        .renew(10)
                        .kill(11.9)
                        .kill(10.5, WORKER, "worker-2")
                        .history(),
                WORKER);

        assertThat(windows).isEqualTo(new CrashWindows(Map.of(), Map.of(), 2));
    }

    @Test
    void secondKill_ofTheSameLease_isIdle() {
        var tale = new Tale().connect(0);
        tale.lease(10);
        var windows = CrashWindows.of(tale.kill(10.05).kill(12).history(), WORKER);

        assertThat(windows).isEqualTo(new CrashWindows(Map.of(BEFORE_COMMIT, 1), Map.of(BEFORE_COMMIT, 1), 1));
        assertThat(windows.below(1)).containsExactly(NOWHERE_DURABLE, IN_KAFKA, AFTER_COMMIT);
    }

    @Test
    void kill_ofAVault_concernsEveryLease() {
        var windows = CrashWindows.of(
                new Tale().connect(0).renew(10).kill(10.7, VAULT, "vault-1").history(), VAULT);

        assertThat(windows.kills(NOWHERE_DURABLE)).isEqualTo(1);
    }

    private static void assertWindow(Tale tale, Window window) {
        assertThat(CrashWindows.of(tale.history(), WORKER))
                .isEqualTo(new CrashWindows(Map.of(window, 1), Map.of(window, 1), 0));
    }
}
