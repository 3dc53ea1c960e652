package dev.grantkeeper.oauth2.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One spelling for each host. What readers of URLs disagree about, octal and short IPv4 addresses, zones, is
 * where a check and a call part ways.
 */
public final class HostSyntax {
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?\\.?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[(?=[^]]*:)[0-9a-f:]{2,39}]", Pattern.CASE_INSENSITIVE);

    private HostSyntax() {}

    /** @param host as {@link java.net.URI#getHost()} gives it, an IPv6 address in brackets */
    public static boolean isPlain(String host) {
        return NAME.matcher(host).matches()
                || IPV4.matcher(host).matches()
                || IPV6.matcher(host).matches() && literal(host).isPresent();
    }

    /** The address that a host is, without asking anybody. */
    static Optional<InetAddress> literal(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (!IPV4.matcher(bare).matches() && !IPV6.matcher("[" + bare + "]").matches()) {
            return Optional.empty();
        }
        try {
            // Brackets, so that what is no address is not taken for a name.
            return Optional.of(InetAddress.getByName(bare.contains(":") ? "[" + bare + "]" : bare));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }
}
