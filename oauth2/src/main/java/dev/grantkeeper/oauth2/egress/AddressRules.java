package dev.grantkeeper.oauth2.egress;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be called: those that everybody can reach. Everything in the registries of special-purpose addresses
 * (RFC 6890 and its successors) is somebody's own, or leads to something else in disguise.
 *
 * @param loopback whether this machine itself may be called; for development
 * @param allowed networks that the operator means to be called although they are not public
 */
public record AddressRules(boolean loopback, List<Network> allowed) {
    private static final List<Network> LOOPBACK = networks("127.0.0.0/8", "::1/128");

    private static final List<Network> SPECIAL = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            // The metadata services of most clouds are here.
            "169.254.0.0/16",
            // Azure's, which looks like a public address.
            "168.63.129.16/32",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // IETF's own, with Teredo, benchmarking and ORCHID.
            "2001::/23",
            "2001:db8::/32",
            // IPv4 in disguise (6to4).
            "2002::/16",
            "3fff::/20");

    /** Of IPv6 nothing else is public: not the mapped, compatible and translated forms of IPv4 either. */
    private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

    /** For an address that only the operator can state. */
    public static final AddressRules ANYWHERE = new AddressRules(true, networks("0.0.0.0/0", "::/0"));

    public AddressRules {
        allowed = List.copyOf(allowed);
    }

    boolean admits(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (allowed.stream().anyMatch(network -> network.contains(bytes))) {
            return true;
        }
        if (LOOPBACK.stream().anyMatch(network -> network.contains(bytes))) {
            return loopback;
        }
        return (bytes.length == 4 || GLOBAL_UNICAST.contains(bytes))
                && SPECIAL.stream().noneMatch(network -> network.contains(bytes));
    }

    private static List<Network> networks(String... cidrs) {
        return Stream.of(cidrs).map(Network::of).toList();
    }
}
