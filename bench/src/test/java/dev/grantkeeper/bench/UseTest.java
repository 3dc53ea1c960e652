package dev.grantkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class UseTest {

    private static final long SELF = ProcessHandle.current().pid();

    @Test
    void of_processThatWorks_growsByItsWork() {
        var before = Use.of(SELF);
        while (ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis()
                < before.processMillis() + 100) {
            Thread.onSpinWait();
        }

        var after = Use.of(SELF);

        assertThat(after.processMillisSince(before)).isBetween(80L, 10_000L);
        assertThat(after.coresSince(before)).isPositive();
        assertThat(after.ownMillis()).isGreaterThanOrEqualTo(after.processMillis());
        assertThat(after.machineMillis()).isGreaterThanOrEqualTo(after.ownMillis());
    }

    @Test
    void of_processThatEnded_isNothing() {
        assertThat(Use.of(Long.MAX_VALUE).processMillis()).isZero();
    }

    @Test
    void residentMegabytes_ofThisProcess_areThere() {
        assertThat(Use.residentMegabytes(SELF)).isBetween(10L, 100_000L);
    }
}
