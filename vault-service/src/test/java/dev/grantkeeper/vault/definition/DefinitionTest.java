package dev.grantkeeper.vault.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.ClientAuthentication;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.ProviderSettingsBuilder;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.inputs.StatedSettings;
import dev.grantkeeper.vault.access.OwnerKind;
import io.vertx.core.json.JsonObject;
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

    /** No secret goes there. */
    @Test
    void speaksAs_peopleAreSentElsewhere_isTheSame() {
        assertThat(definition("client", settings -> settings.authorizationUrl(ELSEWHERE))
                        .speaksAs(granted))
                .isTrue();
        assertThat(asking("https://{site}.acme.example/token", "site", "https://elsewhere.example/{site}")
                        .speaksAs(asking("https://{site}.acme.example/token", "site", "https://acme.example/{site}")))
                .isTrue();
    }

    @Test
    void speaksAs_placeholdersThatLeadElsewhere_isNot() {
        var first = asking("https://{site}.acme.example/token", "site", "https://acme.example/{site}");

        assertThat(asking("https://{site}.other.example/token", "site", "https://acme.example/{site}")
                        .speaksAs(first))
                .isFalse();
        assertThat(asking("https://site.acme.example/token", "site", "https://acme.example/{site}")
                        .speaksAs(first))
                .isFalse();
        assertThat(asking("https://{shop}.acme.example/token", "shop", "https://acme.example/{shop}")
                        .speaksAs(first))
                .isFalse();
    }

    private Definition asking(String tokenUrl, String input, String authorizationUrl) {
        var declared = new JsonObject()
                .put(
                        input,
                        new JsonObject()
                                .put("title", "t")
                                .put("example", "north")
                                .put("pattern", "[a-z]+"));
        var json = new JsonObject()
                .put("authorization_url", authorizationUrl)
                .put("token_url", tokenUrl)
                .put("connection_inputs", declared);
        return definition("client", StatedSettings.fromJson(json, UrlPolicy.HTTPS_ONLY));
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
        var built = change.apply(settings).build(UrlPolicy.HTTPS_ONLY);
        return definition(clientId, StatedSettings.fromJson(built.toJson(), UrlPolicy.HTTPS_ONLY));
    }

    private Definition definition(String clientId, StatedSettings stated) {
        return new Definition(
                id,
                "platform",
                "app",
                OwnerKind.USER,
                Optional.empty(),
                1,
                ConnectionType.OAUTH2,
                Optional.of(stated),
                Optional.of("digest"),
                Optional.of(clientId),
                Optional.of(new byte[0]),
                Optional.empty(),
                Instant.EPOCH);
    }
}
