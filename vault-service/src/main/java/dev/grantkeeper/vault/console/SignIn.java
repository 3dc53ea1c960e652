package dev.grantkeeper.vault.console;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the console has people sign in: the code flow of a public client with PKCE (OpenID Connect Core 1.0, RFC 7636), in the
 * browser.
 *
 * @param issuer as it names itself, letter by letter
 */
record SignIn(String issuer, String clientId, String scopes) {

    private static final String PREFIX = "grantkeeper.console.sign-in.";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");
    private static final Pattern SCOPES = Pattern.compile("[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*");

    /** @throws IllegalArgumentException naming the property that is wrong */
    static SignIn of(ConsoleConfig.SignIn config) {
        var issuer = config.issuer()
                .orElseThrow(() -> new IllegalArgumentException(
                        PREFIX + "issuer must be set where grantkeeper.console.enabled is true"));
        var client = config.clientId()
                .filter(id -> PRINTABLE.matcher(id).matches())
                .orElseThrow(() -> new IllegalArgumentException(PREFIX
                        + "client-id must be set, in printable ASCII, where grantkeeper.console.enabled is true"));
        if (!SCOPES.matcher(config.scopes()).matches()
                || !Set.of(config.scopes().split(" ")).contains("openid")) {
            throw new IllegalArgumentException(
                    PREFIX + "scopes must list scopes separated by one blank, openid among them");
        }
        return new SignIn(checked(issuer), client, config.scopes());
    }

    /** Scheme, host and port of the issuer (RFC 6454 section 4), for a policy that lets the browser ask there. */
    String origin() {
        var uri = URI.create(issuer);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static String checked(String issuer) {
        try {
            var uri = new URI(issuer);
            var web = "https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
            if (web
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && PRINTABLE.matcher(issuer).matches()) {
                return issuer;
            }
        } catch (URISyntaxException notAnAddress) {
            // Said below.
        }
        throw new IllegalArgumentException(
                PREFIX + "issuer must be an https URL without query and fragment; plain http is only for this machine");
    }
}
