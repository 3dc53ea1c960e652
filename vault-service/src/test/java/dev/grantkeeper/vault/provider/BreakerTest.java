package dev.grantkeeper.vault.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant BEFORE = NOW.minusSeconds(1);

    private final Breaker breaker = new Breaker();

    @Test
    void failed_nineOfTwenty_staysClosed() {
        fail(9);
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.lets(NOW)).isTrue();
        assertThat(breaker.counts()).containsEntry(Answer.TRANSIENT, 9).containsEntry(Answer.GOOD, 11);
    }

    @Test
    void failed_tenOfTwenty_opensForFiveSeconds() {
        fail(9);
        assertThat(breaker.failed(Answer.UNKNOWN, BEFORE, NOW)).isTrue();
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.lets(NOW.plusMillis(4_999))).isFalse();
        assertThat(breaker.lets(NOW.plusSeconds(5))).isTrue();
    }

    @Test
    void good_pushesFailuresOutOfTheWindow() {
        fail(9);
        for (var i = 0; i < 12; i++) {
            breaker.good(BEFORE);
        }
        assertThat(breaker.failed(Answer.NOT_SENT, BEFORE, NOW)).isFalse();
        assertThat(breaker.counts()).containsEntry(Answer.TRANSIENT, 7).containsEntry(Answer.NOT_SENT, 1);
    }

    @Test
    void good_noFailureLeftInTheWindow_leavesNothingToRemember() {
        fail(1);
        for (var i = 0; i < 19; i++) {
            assertThat(breaker.isAtRest()).isFalse();
            breaker.good(BEFORE);
        }
        assertThat(breaker.isAtRest()).isFalse();
        breaker.good(BEFORE);
        assertThat(breaker.isAtRest()).isTrue();
    }

    @Test
    void leased_whileOpen_letsNoOtherBeforeTheProbesEnd() {
        fail(10);
        var probed = NOW.plusSeconds(5);
        breaker.leased(probed.plusSeconds(15));
        assertThat(breaker.lets(probed.plusSeconds(14))).isFalse();
        assertThat(breaker.lets(probed.plusSeconds(15))).isTrue();
    }

    @Test
    void failed_probes_waitTwiceAsLongUpToThirtySeconds() {
        fail(10);
        for (var seconds : new int[] {10, 20, 30, 30, 30}) {
            breaker.failed(Answer.TRANSIENT, NOW, NOW);
            assertThat(breaker.nextProbeAt()).contains(NOW.plus(Duration.ofSeconds(seconds)));
        }
    }

    @Test
    void answersToWhatWasLeasedBefore_neitherCloseItNorDelayTheProbe() {
        fail(10);
        assertThat(breaker.good(BEFORE)).isFalse();
        breaker.failed(Answer.TRANSIENT, BEFORE, NOW.plusSeconds(1));
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.nextProbeAt()).contains(NOW.plusSeconds(5));
    }

    @Test
    void good_probe_closesAndForgets() {
        fail(10);
        assertThat(breaker.good(NOW.plusSeconds(5))).isTrue();
        assertThat(breaker.isAtRest()).isTrue();
        fail(9);
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void isOfRejections_halfOfTheFailures_isTrue() {
        fail(5);
        assertThat(breaker.isOfRejections()).isFalse();
        for (var i = 0; i < 5; i++) {
            breaker.failed(Answer.REJECTED, BEFORE, NOW);
        }
        assertThat(breaker.isOfRejections()).isTrue();
    }

    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            breaker.failed(Answer.TRANSIENT, BEFORE, NOW);
        }
    }
}
