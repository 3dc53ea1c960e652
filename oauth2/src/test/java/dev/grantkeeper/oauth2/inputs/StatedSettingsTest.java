package dev.grantkeeper.oauth2.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.UrlPolicy;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatedSettingsTest {

    @Test
    void settings_beforeTheInputsAreSaid_leadNowhere() {
        assertThat(StatedSettings.fromJson(stated("https://{site}.example.com/exchange"), UrlPolicy.HTTPS_ONLY)
                        .settings()
                        .toJson()
                        .encode())
                .contains("https://site.example.com.invalid/token", "https://site.example.com.invalid/exchange")
                .doesNotContain("example.com/");
    }

    @Test
    void settings_onceTheInputsAreSaid_leadToTheAccount() {
        assertThat(StatedSettings.fromJson(stated("https://{site}.example.com/exchange"), UrlPolicy.HTTPS_ONLY)
                        .with(Map.of("site", "south"))
                        .settings()
                        .toJson()
                        .encode())
                .contains("https://south.example.com/token", "https://south.example.com/exchange");
    }

    /** With a value in place of the input they may be the same, with another they are not. */
    @Test
    void secretsWay_exchangeElsewhereForSomeAccounts_differs() {
        var one = StatedSettings.fromJson(stated("https://{site}.example.com/exchange"), UrlPolicy.HTTPS_ONLY);
        var other = StatedSettings.fromJson(stated("https://site.example.com.invalid/exchange"), UrlPolicy.HTTPS_ONLY);

        assertThat(one.secretsWay()).isNotEqualTo(other.secretsWay());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://{site}/exchange", "https://{site}.co.uk/exchange", "http{site}://example.com/exchange"})
    void exchange_thatCouldBeAnywhere_isRefused(String url) {
        assertThatThrownBy(() -> StatedSettings.fromJson(stated(url), UrlPolicy.HTTPS_ONLY))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("lasting_token.url");
    }

    private static JsonObject stated(String exchange) {
        return new JsonObject()
                .put("authorization_url", "https://{site}.example.com/authorize")
                .put("token_url", "https://{site}.example.com/token")
                .put(
                        "lasting_token",
                        new JsonObject()
                                .put("url", exchange)
                                .put("grant_type", "exchange")
                                .put("parameter", "present"))
                .put(
                        "connection_inputs",
                        new JsonObject()
                                .put(
                                        "site",
                                        new JsonObject()
                                                .put("title", "Site")
                                                .put("example", "north")
                                                .put("pattern", "[a-z]+")));
    }
}
