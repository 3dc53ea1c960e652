package dev.grantkeeper.oauth2;

import dev.grantkeeper.oauth2.egress.HostSyntax;
import java.net.URI;
import java.net.URISyntaxException;

/** How a URL that somebody typed in has to look before it is kept, to be called later. */
public final class UrlSyntax {
    private static final int LONGEST = 2048;

    private UrlSyntax() {}

    /**
     * @param field that the URL was typed into
     * @throws InvalidSettings naming the field, for what is no plain absolute URL, or none that may be called here
     */
    public static URI parse(String field, String text, UrlPolicy policy) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException malformed) {
            throw new InvalidSettings(field, field + " is not a URL; write it like https://service.example/path");
        }
        check(field, url);
        SettingsRules.require(policy, field, url);
        return url;
    }

    static void check(String field, URI url) {
        if (url.isOpaque() || !UrlPolicy.LOOPBACK_HTTP.allows(url) || url.getHost() == null) {
            throw new InvalidSettings(
                    field, field + " must be an absolute https URL, such as https://provider.example/oauth");
        }
        if (!HostSyntax.isPlain(url.getHost())) {
            throw new InvalidSettings(
                    field,
                    field
                            + " must name its host plainly: a DNS name, an IPv4 address in four decimal"
                            + " numbers, or an IPv6 address in brackets");
        }
        if (url.getRawUserInfo() != null) {
            throw new InvalidSettings(field, field + " must not carry a user name or password; remove them");
        }
        if (url.getRawFragment() != null) {
            throw new InvalidSettings(field, field + " must not have a fragment; remove the # and what follows");
        }
        if (url.getPort() == 0 || url.getPort() > 65535) {
            throw new InvalidSettings(field, field + " has a port outside 1 to 65535; correct or remove it");
        }
        if (url.toString().length() > LONGEST) {
            throw new InvalidSettings(field, field + " must be at most " + LONGEST + " characters; shorten it");
        }
    }
}
