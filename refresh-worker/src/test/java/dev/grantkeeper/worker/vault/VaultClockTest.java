package dev.grantkeeper.worker.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VaultClockTest {
    private static final Instant NEW_YEAR = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant NOON = NEW_YEAR.plusSeconds(12 * 3600);

    private final AtomicLong nanos = new AtomicLong(-5);
    private final VaultClock clock = new VaultClock(() -> NEW_YEAR, nanos::get);

    @Test
    void instant_vaultHasToldNothing_isTheMachines() {
        assertThat(clock.instant()).isEqualTo(NEW_YEAR);
    }

    @Test
    void instant_told_goesOnFromThere() {
        clock.tell(NOON);
        pass(Duration.ofMinutes(2));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(120));
    }

    @Test
    void tell_answersThatCross_keepsTheLaterTime() {
        clock.tell(NOON);
        pass(Duration.ofSeconds(10));
        clock.tell(NOON.plusSeconds(9));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));
        clock.tell(NOON.plusSeconds(11));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(11));
    }

    @Test
    void tell_vaultsClockWasSetBack_follows() {
        clock.tell(NOON);
        clock.tell(NOON.minusSeconds(60));
        assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(60));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
