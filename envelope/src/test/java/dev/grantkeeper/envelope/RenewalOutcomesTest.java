package dev.grantkeeper.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RenewalOutcomesTest {

    private final ScopeKey key = ScopeKey.generate(1);
    private final Secret report = Secret.ofUtf8("a report");

    @Test
    void open_sameScopeAndConnection_returnsTheReport() {
        var sealed = RenewalOutcomes.seal(RenewalOutcomes.publicKey(key), "c-1", report);

        assertThat(RenewalOutcomes.open(key, "c-1", sealed)).isEqualTo(report);
    }

    @Test
    void open_otherConnection_fails() {
        var sealed = RenewalOutcomes.seal(RenewalOutcomes.publicKey(key), "c-1", report);

        assertThatThrownBy(() -> RenewalOutcomes.open(key, "c-2", sealed)).isInstanceOf(EnvelopeException.class);
    }

    @Test
    void open_otherVersionOfTheScopeKey_fails() {
        var sealed = RenewalOutcomes.seal(RenewalOutcomes.publicKey(key), "c-1", report);
        var next = ScopeKey.generate(key.id(), 2);

        assertThatThrownBy(() -> RenewalOutcomes.open(next, "c-1", sealed)).isInstanceOf(EnvelopeException.class);
    }
}
