package dev.grantkeeper.worker.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultAddressTest {
    @ParameterizedTest
    @CsvSource({"vault:8480,vault", "10.0.0.1:8480,10.0.0.1", "[::1]:8480,[::1]", "' vault.example:8480 ',vault.example"
    })
    void of_hostAndPort_isRead(String text, String host) {
        assertThat(VaultAddress.of(text)).isEqualTo(new VaultAddress(host, 8480));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "vault", "vault:", "vault:0", "::1:8480", "http://vault:8480", "vault:8480/", "me@vault:8480"
            })
    void of_somethingElse_namesTheProperty(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VaultAddress.of(text))
                .withMessageContaining("grantkeeper.worker.vault.addresses")
                .withMessageEndingWith(text);
    }

    @Test
    void toString_isAnAuthority() {
        assertThat(VaultAddress.of("[::1]:8480")).hasToString("[::1]:8480");
    }
}
