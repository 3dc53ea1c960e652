package dev.grantkeeper.worker.vault;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.grantkeeper.oauth2.UrlPolicy;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultStartupCheckTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "localhost", "[::1]", "[0:0:0:0:0:0:0:1]"})
    void plaintext_onLoopback_starts(String host) {
        assertThatCode(() -> check(Map.of("addresses", "127.0.0.1:8480," + host + ":8480")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"vault", "10.0.0.1", "localhost.example.com", "127.0.0.1.example.com", "[2001:db8::1]", "[::]"})
    void plaintext_offLoopback_namesTheProperty(String host) {
        assertThatIllegalStateException()
                .isThrownBy(() -> check(Map.of("addresses", "127.0.0.1:8480," + host + ":8480")))
                .withMessageContaining(host)
                .withMessageContaining("grantkeeper.worker.vault.plaintext=false");
    }

    @Test
    void plaintext_offLoopbackOnPurpose_starts() {
        assertThatCode(() -> check(Map.of("addresses", "vault:8480", "plaintext-off-loopback", "true")))
                .doesNotThrowAnyException();
    }

    @Test
    void tls_offLoopback_starts() {
        assertThatCode(() -> check(Map.of("addresses", "vault:8480", "plaintext", "false")))
                .doesNotThrowAnyException();
    }

    @Test
    void tokenUrl_plainHttp_namesTheProperty() {
        assertThatIllegalStateException()
                .isThrownBy(() -> check(Map.of("token-url", "http://issuer.test/token")))
                .withMessageContaining("grantkeeper.worker.vault.token-url");
    }

    private static void check(Map<String, String> changed) {
        var properties = new HashMap<String, String>();
        properties.put("grantkeeper.worker.vault.token-url", "https://issuer.test/token");
        properties.put("grantkeeper.worker.vault.client-id", "worker");
        properties.put("grantkeeper.worker.vault.client-secret", "secret");
        changed.forEach((name, value) -> properties.put("grantkeeper.worker.vault." + name, value));
        var config = new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new DurationConverter()})
                .withMapping(VaultConfig.class)
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(VaultConfig.class);
        new VaultStartupCheck().check(new StartupEvent(), config, UrlPolicy.HTTPS_ONLY);
    }
}
