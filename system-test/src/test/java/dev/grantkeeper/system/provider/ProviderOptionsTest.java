package dev.grantkeeper.system.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProviderOptionsTest {

    @Test
    void of_nothing_playsAllAndMaySkip() {
        var options = of(Map.of());

        assertThat(options.requireAll()).isFalse();
        assertThat(options.plays("keycloak")).isTrue();
    }

    @Test
    void of_everythingSet_isRead() {
        var options = of(Map.of("providers.required", "all", "providers.rows", "keycloak, oidc-provider"));

        assertThat(options).isEqualTo(new ProviderOptions(true, Set.of("keycloak", "oidc-provider")));
        assertThat(options.plays("mock-oauth2-server")).isFalse();
    }

    @Test
    void of_otherRequirement_namesTheProperty() {
        assertThatThrownBy(() -> of(Map.of("providers.required", "some"))).hasMessageContaining("providers.required");
    }

    @Test
    void requireOnly_rowThatThereIsNot_isNamed() {
        var options = of(Map.of("providers.rows", "keycloack"));

        assertThatThrownBy(() -> options.requireOnly(Set.of("keycloak"))).hasMessageContaining("keycloack");
    }

    private static ProviderOptions of(Map<String, String> values) {
        var properties = new Properties();
        properties.putAll(values);
        return ProviderOptions.of(properties);
    }
}
