package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.Token;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CookiesTest {

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Token VALUE = Token.of("v");

    private final Cookies overHttps = new Cookies(() -> URI.create("https://vault.example.com"));
    private final Cookies overHttp = new Cookies(() -> URI.create("http://127.0.0.1:8480"));

    @Test
    void session_overHttps_canBeSetByThisHostAlone() {
        assertThat(overHttps.setSession(VALUE, LIFE))
                .isEqualTo("__Host-gk-session=v; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure");
    }

    @Test
    void session_overHttpsUnderTheNameASubdomainCanSet_isNotRead() {
        assertThat(overHttps.session(Map.of("gk-session", "v"))).isEmpty();
        assertThat(overHttps.session(Map.of("__Host-gk-session", "v"))).contains(VALUE);
    }

    @Test
    void session_overHttp_isNotSecure() {
        assertThat(overHttp.setSession(VALUE, LIFE))
                .isEqualTo("gk-session=v; Path=/; Max-Age=600; HttpOnly; SameSite=Lax");
        assertThat(overHttp.session(Map.of("gk-session", "v"))).contains(VALUE);
    }

    @Test
    void session_cleared_isEmptyAndOver() {
        var cleared = overHttps.clearSession();

        assertThat(cleared).startsWith("__Host-gk-session=; Path=/; Max-Age=0;").endsWith("; Secure");
        assertThat(overHttps.session(Map.of("__Host-gk-session", ""))).isEmpty();
    }

    @Test
    void browser_ofOneFlow_isNotThatOfAnother() {
        var flow = UUID.randomUUID();
        var sent = Map.of("gk-browser-" + flow, "v");

        assertThat(overHttps.setBrowser(flow, VALUE, LIFE))
                .isEqualTo("gk-browser-" + flow + "=v; Path=/callback; Max-Age=600; HttpOnly; SameSite=Lax; Secure");
        assertThat(overHttps.browser(flow, sent)).contains(VALUE);
        assertThat(overHttps.browser(UUID.randomUUID(), sent)).isEmpty();
    }
}
