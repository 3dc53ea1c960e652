package dev.grantkeeper.oauth2.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressProxyTest {
    private static final String PROPERTY = "grantkeeper.providers.proxy";
    private static final Optional<String> UNSTATED = Optional.empty();

    @ParameterizedTest
    @CsvSource({"proxy.internal:3128,proxy.internal,3128", "10.0.0.1:80,10.0.0.1,80", "[fd00::1]:65535,fd00::1,65535"})
    void of_hostAndPort_isTaken(String address, String host, int port) {
        var options = EgressProxy.of(PROPERTY, Optional.of(address), UNSTATED, UNSTATED)
                .orElseThrow()
                .options();

        assertThat(options.getHost()).isEqualTo(host);
        assertThat(options.getPort()).isEqualTo(port);
        assertThat(options.getUsername()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy.internal",
                "proxy.internal:",
                ":3128",
                "proxy.internal:0",
                "proxy.internal:65536",
                "http://proxy.internal:3128",
                "user:password@proxy.internal:3128",
                "010.0.0.1:3128",
                "fd00::1:3128"
            })
    void of_anythingElse_isRefusedNamingTheProperty(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EgressProxy.of(PROPERTY, Optional.of(address), UNSTATED, UNSTATED))
                .withMessageStartingWith(PROPERTY + " must be host:port");
    }

    @Test
    void of_halfOfTheCredentials_isRefused() {
        var address = Optional.of("proxy.internal:3128");
        var word = Optional.of("word");

        assertThatIllegalArgumentException().isThrownBy(() -> EgressProxy.of(PROPERTY, address, word, UNSTATED));
        assertThatIllegalArgumentException().isThrownBy(() -> EgressProxy.of(PROPERTY, address, UNSTATED, word));
        assertThatIllegalArgumentException().isThrownBy(() -> EgressProxy.of(PROPERTY, UNSTATED, word, word));
        assertThat(EgressProxy.of(PROPERTY, UNSTATED, UNSTATED, UNSTATED)).isEmpty();
    }

    @Test
    void toString_neverHasThePassword() {
        var proxy = EgressProxy.of(
                PROPERTY, Optional.of("proxy.internal:3128"), Optional.of("vault"), Optional.of("the-proxy-password"));

        assertThat(proxy.orElseThrow().toString()).doesNotContain("the-proxy-password");
    }
}
