package dev.grantkeeper.worker.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThisProcessTest {

    @Test
    void checked_name_isTakenAsItIs() {
        assertThat(ThisProcess.checked("worker-0.workers.svc")).isEqualTo("worker-0.workers.svc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000"})
    void checked_whatTheVaultWouldRefuse_saysWhichPropertyToChange(String instance) {
        assertThatThrownBy(() -> ThisProcess.checked(instance))
                .hasMessageContaining("grantkeeper.worker.vault.instance");
        assertThatThrownBy(() -> ThisProcess.checked("x".repeat(256)))
                .hasMessageContaining("grantkeeper.worker.vault.instance");
    }
}
