package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContinuityTest {

    private final MovableClock clock = MovableClock.atFixedStart();
    private final Continuity continuity = new Continuity(clock, Duration.ofSeconds(30), Duration.ofSeconds(1));

    @Test
    void heardUntil_endLongAfterTheStart_countsFromTheEnd() {
        var end = clock.instant().plusSeconds(100);
        assertThat(continuity.heardUntil(end)).isEqualTo(end.plusSeconds(30));
    }

    @Test
    void heardUntil_vaultStartedLater_countsFromItsStart() {
        var end = clock.instant().minusSeconds(100);
        assertThat(continuity.heardUntil(end)).isEqualTo(clock.instant().plusSeconds(30));
    }

    @Test
    void heardUntil_databaseWasAway_countsFromItsReturn() {
        var end = clock.instant();
        clock.advance(Duration.ofSeconds(60));
        continuity.interrupted();
        clock.advance(Duration.ofSeconds(60));
        continuity.answered();
        var back = clock.instant();
        clock.advance(Duration.ofSeconds(5));
        continuity.answered();
        assertThat(continuity.heardUntil(end)).isEqualTo(back.plusSeconds(30));
    }

    @Test
    void heardUntil_everythingStoodStill_countsFromWhenThatEnded() {
        var end = clock.instant();
        clock.advance(Duration.ofSeconds(4));
        continuity.answered();
        assertThat(continuity.heardUntil(end)).isEqualTo(end.plusSeconds(30));
        clock.advance(Duration.ofSeconds(60));
        assertThat(continuity.heardUntil(end)).isEqualTo(clock.instant().plusSeconds(30));
    }

    @Test
    void heardUntil_sweptRarely_countsFromTheEndWhileNoSweepIsMissed() {
        var rare = new Continuity(clock, Duration.ofSeconds(30), Duration.ofSeconds(60));
        var end = clock.instant();
        clock.advance(Duration.ofSeconds(60));
        rare.answered();
        clock.advance(Duration.ofSeconds(60));
        assertThat(rare.heardUntil(end)).isEqualTo(end.plusSeconds(30));
        clock.advance(Duration.ofSeconds(121));
        assertThat(rare.heardUntil(end)).isEqualTo(clock.instant().plusSeconds(30));
    }

    @Test
    void outcomesAwaited_nothingUnanswered_awaitsNothing() {
        assertThat(continuity.outcomesAwaited(List.of())).isBefore(clock.instant());
    }
}
