package dev.grantkeeper.vault.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.vault.access.VaultAddress;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SignInSettingsTest {

    private record Settings(boolean enabled, Optional<String> issuer, Optional<String> clientId, String scopes)
            implements ConsoleConfig, ConsoleConfig.SignIn {

        @Override
        public SignIn signIn() {
            return this;
        }

        static Settings of(String issuer, String clientId, String scopes) {
            return new Settings(true, Optional.ofNullable(issuer), Optional.ofNullable(clientId), scopes);
        }
    }

    private record Case(String name, Settings settings, String property) {}

    private static final VaultAddress ADDRESS = () -> URI.create("https://vault.example.com");

    @TestFactory
    Stream<DynamicTest> start_wrongSetting_stopsNamingIt() {
        return Stream.of(
                        new Case("no issuer", Settings.of(null, "console", "openid"), "issuer"),
                        new Case("no URL", Settings.of("id.example.com", "console", "openid"), "issuer"),
                        new Case("plain http", Settings.of("http://id.example.com", "console", "openid"), "issuer"),
                        new Case("a query", Settings.of("https://id.example.com?a=b", "console", "openid"), "issuer"),
                        new Case("user info", Settings.of("https://me@id.example.com", "console", "openid"), "issuer"),
                        new Case("a directive", Settings.of("https://id.example.com;x", "console", "openid"), "issuer"),
                        new Case("no client", Settings.of("https://id.example.com", null, "openid"), "client-id"),
                        new Case("a blank", Settings.of("https://id.example.com", "a b", "openid"), "client-id"),
                        new Case("no openid", Settings.of("https://id.example.com", "console", "email"), "scopes"),
                        new Case("two blanks", Settings.of("https://id.example.com", "console", "openid  x"), "scopes"))
                .map(wrong -> DynamicTest.dynamicTest(
                        wrong.name, () -> assertThatThrownBy(() -> new Console(wrong.settings, new Assets(), ADDRESS))
                                .hasMessageContaining("grantkeeper.console.sign-in." + wrong.property)));
    }

    @Test
    void start_consoleOff_looksAtNothingElse() {
        var console =
                new Console(new Settings(false, Optional.of("nonsense"), Optional.empty(), ""), new Assets(), ADDRESS);

        assertThat(console.page()).isEmpty();
    }

    @Test
    void start_goodSettings_allowsTheIssuersOriginAlone() {
        var signIn = SignIn.of(Settings.of("https://id.example.com/realms/acme", "console", "openid profile"));

        assertThat(signIn.origin()).isEqualTo("https://id.example.com");
        assertThat(SignIn.of(Settings.of("http://127.0.0.1:8490/platform", "console", "openid"))
                        .origin())
                .isEqualTo("http://127.0.0.1:8490");
    }
}
