package dev.grantkeeper.oauth2;

import java.net.URI;
import java.util.regex.Pattern;

/** Which provider URLs may be used. */
public enum UrlPolicy {
    /** Only {@code https}. */
    HTTPS_ONLY,
    /** For development: plain {@code http} as well, to this machine itself. */
    LOOPBACK_HTTP;

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    public boolean allows(URI url) {
        if ("https".equalsIgnoreCase(url.getScheme())) {
            return true;
        }
        return this == LOOPBACK_HTTP
                && "http".equalsIgnoreCase(url.getScheme())
                && url.getHost() != null
                && LOOPBACK.matcher(url.getHost()).matches();
    }
}
