package dev.grantkeeper.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProviderSettingsTest {

    private static final List<String> REDIRECTS = List.of("http://127.0.0.1/callback");
    private static final Map<String, String> USERS = Map.of("ada", "password-of-ada");

    @Test
    void settings_withoutClientSecret_namesTheProperty() {
        assertThatThrownBy(() -> settings(null, REDIRECTS, USERS))
                .hasMessageStartingWith("sandbox.provider.client-secret must be set");
    }

    @Test
    void settings_withoutRedirectUris_namesTheProperty() {
        assertThatThrownBy(() -> settings("secret", null, USERS))
                .hasMessageStartingWith("sandbox.provider.redirect-uris must name");
    }

    @Test
    void settings_userWithoutPassword_namesTheProperty() {
        assertThatThrownBy(() -> settings("secret", REDIRECTS, Map.of("ada", "")))
                .hasMessageStartingWith("sandbox.provider.users.ada must be set");
    }

    @Test
    void toString_holdsNoSecret() {
        assertThat(settings("client-secret-1", REDIRECTS, USERS).toString())
                .doesNotContain("client-secret-1", "password-of-ada");
    }

    private static ProviderSettings settings(String secret, List<String> redirects, Map<String, String> users) {
        return new ProviderSettings(
                "client",
                secret,
                redirects,
                Set.of("read"),
                users,
                Duration.ofSeconds(10),
                Duration.ofDays(1),
                true,
                true);
    }
}
