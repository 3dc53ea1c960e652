package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.oauth2.LoopbackProvider.Received;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults of docs/provider-quirks.md that are kept out here; the page names the tests that keep out the others. */
class OtherEnginesFaultsTest {
    @RegisterExtension
    final PlayedProvider provider = new PlayedProvider();

    @ParameterizedTest
    @ValueSource(strings = {"form", "json", "query"})
    void tokenUrl_withAQueryOfItsOwn_keepsItAtExchangeAndRefresh(String body) throws Exception {
        var life = provider.play(provider.settings("""
                {"authorization_url": "https://p.example/authorize?tenant=a%%2Fb", "token_url": "PROVIDER/token?tenant=a%%2Fb",
                 "token_body": "%s"}""".formatted(body)));

        assertThat(life.authorization().getRawQuery()).startsWith("tenant=a%2Fb&");
        assertThat(List.of(life.exchange(), life.refresh()))
                .extracting(Received::query)
                .allSatisfy(query -> assertThat(query).startsWith("tenant=a%2Fb"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "token_parameters; {\"token_parameters\": {\"grant_type\": \"password\"}}",
                "token_parameters; {\"token_parameters\": {\"Grant_Type\": \"password\"}}",
                "exchange_parameters; {\"exchange_parameters\": {\"grant_type\": \"password\"}}",
                "refresh_parameters; {\"refresh_parameters\": {\"grant_type\": \"password\"}}",
                "token_url; {\"token_url\": \"PROVIDER/token?grant_type=password\"}",
                "refresh_url; {\"refresh_url\": \"PROVIDER/token?grant_type=password\"}",
                "parameter_names; {\"parameter_names\": {\"grant_type\": \"kind\"}, \"token_parameters\": {\"kind\": \"x\"}}"
            })
    void grantType_byAStaticParameter_isRefusedWhereverItStands(String field, String settings) {
        assertThatThrownBy(() -> provider.settings(settings))
                .isInstanceOfSatisfying(InvalidSettings.class, refused -> assertThat(refused.field())
                        .isEqualTo(field));
    }

    @Test
    void tooManyRequests_whateverTheBodySays_isNoDeadGrant() throws Exception {
        var refusal = "{\"error\": \"invalid_grant\"}";
        provider.answers(429, refusal, refusal);

        var life = provider.play(provider.settings("{}"));

        assertThat(List.of(life.granted(), life.renewed())).containsOnly(new Outcome.Throttled(Optional.empty()));
    }
}
