package dev.grantkeeper.sandbox.issuer;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The client that people sign in with: public, as whatever runs in a browser is (RFC 6749, section 2.1).
 *
 * @param clientId its id
 * @param redirectUris where codes may be sent; a 127.0.0.1 URI matches with any port (RFC 8252, section 7.3)
 * @param accessTokenLife how long an access token lives
 */
@ConfigurationProperties("sandbox.platform.console")
record ConsoleSettings(
        @DefaultValue("console") String clientId,
        @DefaultValue("http://127.0.0.1/console/callback") Set<String> redirectUris,
        @DefaultValue("10m") Duration accessTokenLife) {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    ConsoleSettings {
        if (redirectUris.isEmpty()) {
            throw new IllegalArgumentException("sandbox.platform.console.redirect-uris must name at least one URI");
        }
        redirectUris = Set.copyOf(redirectUris);
    }

    /** Whose scripts may call, as patterns: where the redirect URIs are. */
    List<String> origins() {
        return redirectUris.stream()
                .map(URI::create)
                .map(ConsoleSettings::origin)
                .toList();
    }

    /** Whether this is an address of the client's, to be sent to after signing out. */
    boolean owns(String uri) {
        return redirectUris.stream().map(URI::create).anyMatch(own -> isSameOrigin(own, URI.create(uri)));
    }

    private static boolean isSameOrigin(URI own, URI other) {
        return own.getScheme().equals(other.getScheme())
                && own.getHost().equals(other.getHost())
                && (LOOPBACK.contains(own.getHost()) || own.getPort() == other.getPort());
    }

    private static String origin(URI uri) {
        String host = uri.getScheme() + "://" + uri.getHost();
        if (LOOPBACK.contains(uri.getHost())) {
            return host + ":[*]";
        }
        return uri.getPort() == -1 ? host : host + ":" + uri.getPort();
    }
}
