package dev.grantkeeper.vault.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.ClientAuthentication;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.ProviderSettingsBuilder;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.inputs.StatedSettings;
import dev.grantkeeper.vault.access.OwnerKind;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DefinitionTest {

    private static final URI ELSEWHERE = URI.create("https://elsewhere.example/");
    private final UUID id = UUID.randomUUID();
    private final Definition granted = definition("client", settings -> settings);

    @Test
    void speaksAs_otherScopesOnly_isTheSame() {
        assertThat(definition("client", settings -> settings.scopes(List.of("other")))
                        .speaksAs(granted))
                .isTrue();
    }

    @Test
    void speaksAs_otherClientOrDestination_isNot() {
        assertThat(definition("another", settings -> settings).speaksAs(granted))
                .isFalse();
        for (var change : List.<UnaryOperator<ProviderSettingsBuilder>>of(
                settings -> settings.refreshUrl(ELSEWHERE),
                settings -> settings.revocationUrl(ELSEWHERE),
                settings -> settings.introspectionUrl(ELSEWHERE),
                settings -> settings.clientAuthentication(ClientAuthentication.BASIC))) {
            assertThat(definition("client", change).speaksAs(granted)).isFalse();
        }
    }

    private Definition definition(String clientId, UnaryOperator<ProviderSettingsBuilder> change) {
        var settings = ProviderSettings.builder(URI.create("https://provider.example/token"))
                .authorizationUrl(URI.create("https://provider.example/authorize"));
        return new Definition(
                id,
                "platform",
                "app",
                OwnerKind.USER,
                1,
                ConnectionType.OAUTH2,
                Optional.of(StatedSettings.fromJson(
                        change.apply(settings).build(UrlPolicy.HTTPS_ONLY).toJson(), UrlPolicy.HTTPS_ONLY)),
                Optional.of("digest"),
                Optional.of(clientId),
                Optional.of(new byte[0]),
                Optional.empty(),
                Instant.EPOCH);
    }
}
