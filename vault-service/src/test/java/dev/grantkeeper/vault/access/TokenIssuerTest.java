package dev.grantkeeper.vault.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIssuerTest {

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS512", "none"})
    void algorithm_thatAnybodyCouldForge_stopsStartUpNamingTheProperty(String algorithm) {
        assertThatThrownBy(() -> issuer("platform", Set.of("ES256", algorithm)))
                .hasMessageContaining("grantkeeper.access.issuers.platform.algorithms")
                .hasMessageContaining(algorithm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plat/form", "", "plat form"})
    void alias_thatNoTenantCouldCarry_stopsStartUp(String alias) {
        assertThatThrownBy(() -> issuer(alias, Set.of("ES256"))).hasMessageContaining("alias");
    }

    @Test
    void algorithms_asymmetric_areTaken() {
        assertThatCode(() -> issuer("platform", Set.of("ES256", "RS256", "PS256", "EdDSA")))
                .doesNotThrowAnyException();
    }

    private static TokenIssuer issuer(String alias, Set<String> algorithms) {
        return new TokenIssuer(alias, new Settings(algorithms), null, Duration.ofSeconds(5));
    }

    private record Settings(Set<String> algorithms) implements AccessConfig.Issuer {

        @Override
        public String issuer() {
            return "https://issuer.example";
        }

        @Override
        public URI jwksUrl() {
            return URI.create("https://issuer.example/jwks");
        }

        @Override
        public String audience() {
            return "grantkeeper";
        }

        @Override
        public boolean requireAccessTokenType() {
            return true;
        }

        @Override
        public boolean operatesForAll() {
            return false;
        }

        @Override
        public boolean renewsForAll() {
            return false;
        }

        @Override
        public AccessConfig.Claims claims() {
            return null;
        }
    }
}
