package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.vault.access.VaultAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the browser carries (RFC 6265): who sits in front of it, and for every flow a proof that it began here. No script can
 * read either. Lax, because providers return by a top-level GET from another site.
 *
 * <p>Over https the session's name has the prefix {@code __Host-} (RFC 6265bis section 4.1.3.2): browsers let nobody but this
 * host set it, so that a neighbouring subdomain cannot put a session of its own into somebody's browser.
 */
@ApplicationScoped
class Cookies {

    private static final String ATTRIBUTES = "; HttpOnly; SameSite=Lax";

    private final boolean secure;

    Cookies(VaultAddress address) {
        secure = !"http".equalsIgnoreCase(address.publicUrl().getScheme());
    }

    String setSession(Token session, Duration life) {
        return set(sessionName(), session.reveal(), "/", life);
    }

    String clearSession() {
        return set(sessionName(), "", "/", Duration.ZERO);
    }

    Optional<Token> session(Map<String, String> cookies) {
        return read(cookies, sessionName());
    }

    /** One cookie for each flow, so that one browser can have several under way. */
    String setBrowser(UUID flow, Token proof, Duration life) {
        return set(browserName(flow), proof.reveal(), "/callback", life);
    }

    Optional<Token> browser(UUID flow, Map<String, String> cookies) {
        return read(cookies, browserName(flow));
    }

    private String set(String name, String value, String path, Duration life) {
        return name + "=" + value + "; Path=" + path + "; Max-Age=" + life.toSeconds() + ATTRIBUTES
                + (secure ? "; Secure" : "");
    }

    private String sessionName() {
        return secure ? "__Host-gk-session" : "gk-session";
    }

    private static String browserName(UUID flow) {
        return "gk-browser-" + flow;
    }

    private static Optional<Token> read(Map<String, String> cookies, String name) {
        return Optional.ofNullable(cookies.get(name))
                .filter(value -> !value.isEmpty())
                .map(Token::of);
    }
}
