package dev.grantkeeper.oauth2.inputs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.oauth2.InvalidSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    private static final Set<String> INPUTS = Set.of("x", "y");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://{x}.example.com/token",
                "HTTPS://{x}.EXAMPLE.Com/token",
                "https://{x}.{y}.example.com",
                "https://api-{x}.example.com?site={y}",
                "https://{x}.example.co.uk/token",
                "https://{x}.eu.example.com:8443/token",
                "https://{x}.app.github.io/token",
                "https://{x}.xn--bcher-kva.example/token",
                "https://{x}.idp.internal/token",
                "https://{x}.myshopify.com/token",
                "https://example.com/{x}/token?site={y}",
                "https://example.com?site={x}",
                "http://127.0.0.1:8080/{x}",
            })
    void url_whoseHostIsTheProvidersWhateverIsFilledIn_isTaken(String url) {
        assertThatCode(() -> check("token_url", url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The scheme.
                "{x}://example.com/token",
                "http{x}://{y}/token",
                "http{x}://a.example.com/token",
                "{x}",
                "{x}/token",
                "https:{x}",
                "https:/{x}.example.com/token",
                "//{x}.example.com/token",
                " https://{x}.example.com/token",
                "ftp://{x}.example.com/token",
                // User and port.
                "https://{x}@example.com/token",
                "https://user:{x}@example.com/token",
                "https://{x}.example.com@evil.test/",
                "https://user@{x}.example.com/token",
                "https://example.com:{x}/token",
                "https://{x}.example.com:{y}/token",
                "https://{x}.example.com:80{y}/token",
                // Not of the provider's own.
                "https://{x}",
                "https://{x}/token",
                "https://{x}.com/token",
                "https://{x}.co.uk/token",
                "https://{x}.CO.UK/token",
                "https://{x}.co.uk./token",
                "https://{x}.github.io/token",
                "https://{x}.herokuapp.com/token",
                "https://{x}.s3.amazonaws.com/token",
                "https://{x}.ck/token",
                "https://{x}.anything.ck/token",
                "https://{x}.xn--p1ai/token",
                "https://{x}.internal/token",
                // Not a label of its own, or none at all.
                "https://{x}example.com/token",
                "https://example.com{x}/token",
                "https://example.com.{x}/token",
                "https://www.{x}.com/token",
                "https://{x}.example.com./token",
                "https://{x}..example.com/token",
                "https://{x}.example..com/token",
                "https://{x}.-.com/token",
                // Not plain.
                "https://{x}.bücher.example/token",
                "https://{x}.example\u3002com/token",
                "https://{x}.exam%70le.com/token",
                "https://evil.test\\{x}.example.com/token",
                "https://{x}.0.0.1/token",
                "https://[{x}::1]/token",
                "https://{x}.example.com\n.evil.test/",
            })
    void url_whoseHostCouldBeAnybodys_isRefused(String url) {
        assertThatThrownBy(() -> check("token_url", url))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("token_url");
    }

    /** What is sent as a parameter may be an address, too, and providers send answers to some of these. */
    @Test
    void parameter_thatIsAnAddress_isJudgedAlike() {
        var good =
                new JsonObject().put("resource", "https://{x}.crm.example.com").put("site", "{x}");
        var bad = new JsonObject().put("resource", "http{x}://{y}/");

        assertThatCode(() -> check("authorization_parameters", good)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check("authorization_parameters", bad))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("authorization_parameters.resource");
    }

    @Test
    void text_thatIsNoAddress_mayHaveAPlaceholderAnywhere() {
        assertThatCode(() -> check("scopes", new JsonArray().add("{x}").add("read:{x}/{y}")))
                .doesNotThrowAnyException();
    }

    @Test
    void placeholder_thatIsNoInput_isRefused() {
        assertThatThrownBy(() -> check("token_url", "https://example.com/{z}"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("{z}");
    }

    private static void check(String path, Object value) {
        Placeholders.check(path, value, INPUTS);
    }
}
