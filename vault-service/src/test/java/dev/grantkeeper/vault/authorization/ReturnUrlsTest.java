package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.vault.error.Failure;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnUrlsTest {

    private final ReturnUrls urls = allowing("https://app.example.com", "http://localhost:3000/", "https://[::1]:8443");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "https://app.example.com:443/settings?a=b#c",
                "HTTPS://APP.EXAMPLE.COM/",
                "http://localhost:3000/x",
                "https://[::1]:8443/",
            })
    void returnUrl_ofAnAllowedOrigin_isTakenAsItIs(String url) {
        assertThat(urls.require(url)).isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "app.example.com",
                "ftp://app.example.com",
                "https://app.example.com:444",
                "https://app.example.com.",
                "https://user@app.example.com",
                "https:///app.example.com",
                "http://localhost:3001",
                "http://localhost",
                "https://app.example.com/%",
            })
    void returnUrl_ofAnyOther_isInvalid(String url) {
        assertThatThrownBy(() -> urls.require(url)).isInstanceOf(Failure.class).hasMessageStartingWith("return_url: ");
    }

    @Test
    void returnUrl_thatIsVeryLong_isInvalid() {
        assertThatThrownBy(() -> urls.require("https://app.example.com/" + "a".repeat(2048)))
                .isInstanceOf(Failure.class);
    }

    @Test
    void returnUrl_whereNoOriginIsConfigured_isInvalid() {
        var none = new ReturnUrls(Optional::empty);

        assertThatThrownBy(() -> none.require("https://app.example.com")).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "app.example.com", "https://*.example.com", "https://app.example.com/path", "https://a.b?c"
            })
    void configuration_thatIsNoOrigin_stopsTheStartNamingTheProperty(String origin) {
        assertThatThrownBy(() -> allowing(origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("grantkeeper.connect.return-origins");
    }

    private static ReturnUrls allowing(String... origins) {
        return new ReturnUrls(() -> Optional.of(Set.of(origins)));
    }
}
