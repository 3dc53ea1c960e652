package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.connection.RenewalState;
import dev.grantkeeper.vault.connection.RenewalState.Urgency;
import dev.grantkeeper.vault.renewal.Lease.Reason;
import dev.grantkeeper.vault.renewal.LeaseRules.Held;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeaseRulesTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void refusal_due_isNone() {
        assertThat(refusal(7, ConnectionStatus.CONNECTED, true, due(0))).isEmpty();
    }

    @Test
    void refusal_otherGeneration_isStale() {
        assertThat(refusal(8, ConnectionStatus.CONNECTED, true, due(0))).contains(Reason.STALE);
        assertThat(refusal(6, ConnectionStatus.CONNECTED, true, due(0))).contains(Reason.STALE);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONNECTED")
    void refusal_notConnected_isStale(ConnectionStatus status) {
        assertThat(refusal(7, status, true, due(0))).contains(Reason.STALE);
    }

    @Test
    void refusal_nothingToRenewWith_isStale() {
        assertThat(refusal(7, ConnectionStatus.CONNECTED, false, due(0))).contains(Reason.STALE);
    }

    @Test
    void refusal_neverDue_isNotDue() {
        assertThat(refusal(7, ConnectionStatus.CONNECTED, true, new RenewalState()))
                .contains(Reason.NOT_DUE);
    }

    @Test
    void refusal_dueLater_toleratesASecondOfAnotherVaultsClock() {
        assertThat(refusal(7, ConnectionStatus.CONNECTED, true, due(1000))).isEmpty();
        assertThat(refusal(7, ConnectionStatus.CONNECTED, true, due(1001))).contains(Reason.NOT_DUE);
    }

    @Test
    void refusal_nextAttemptLater_isHeldToTheInstant() {
        var waiting = due(-1);
        waiting.waitUntil(NOW.plusMillis(1));
        assertThat(refusal(7, ConnectionStatus.CONNECTED, true, waiting)).contains(Reason.HELD);
        waiting.waitUntil(NOW);
        assertThat(refusal(7, ConnectionStatus.CONNECTED, true, waiting)).isEmpty();
    }

    @Test
    void refusal_rejected_isHeldEvenWhenNothingIsAwaitedAnyMore() {
        var rejected = due(-1);
        rejected.rejectedUntil(NOW.minusSeconds(60), NOW.minusSeconds(30));
        assertThat(refusal(7, ConnectionStatus.CONNECTED, true, rejected)).contains(Reason.HELD);
    }

    private static Optional<Reason> refusal(
            long generation, ConnectionStatus status, boolean renewable, RenewalState renewal) {
        return LeaseRules.refusal(new Held(generation, status, renewable, renewal), 7, NOW);
    }

    private static RenewalState due(long inMillis) {
        var state = new RenewalState();
        state.hasten(Urgency.URGENT, NOW.plusMillis(inMillis));
        return state;
    }
}
