package dev.grantkeeper.vault.authorization;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Scheme, host and port of a web address (RFC 6454 section 4).
 *
 * @param port never a default that is only implied
 */
record Origin(String scheme, String host, int port) {

    /** Empty for what browsers and this parser might read differently, user info and anything but ASCII among it. */
    static Optional<Origin> of(String address) {
        if (!address.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\')) {
            return Optional.empty();
        }
        try {
            var uri = new URI(address);
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            var web = scheme.equals("https") || scheme.equals("http");
            if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
                return Optional.empty();
            }
            var implied = scheme.equals("https") ? 443 : 80;
            var port = uri.getPort() < 0 ? implied : uri.getPort();
            return Optional.of(new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port));
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }
}
