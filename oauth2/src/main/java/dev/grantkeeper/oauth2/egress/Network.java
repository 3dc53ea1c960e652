package dev.grantkeeper.oauth2.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** A range of addresses in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3). */
public final class Network {
    private final byte[] base;
    private final int prefix;

    private Network(byte[] base, int prefix) {
        this.base = base;
        this.prefix = prefix;
    }

    /** @throws IllegalArgumentException unless it is an address, a slash and a prefix length, with no bit set after that */
    public static Network of(String cidr) {
        String[] sides = cidr.split("/", -1);
        byte[] base = HostSyntax.literal(sides[0]).map(InetAddress::getAddress).orElseThrow(() -> malformed(cidr));
        if (sides.length != 2 || !sides[1].matches("\\d{1,3}")) {
            throw malformed(cidr);
        }
        int prefix = Integer.parseInt(sides[1]);
        if (prefix > base.length * 8 || !Arrays.equals(masked(base, prefix), base)) {
            throw malformed(cidr);
        }
        return new Network(base, prefix);
    }

    /**
     * @param property that states them
     * @throws IllegalArgumentException naming the property, as {@link #of}
     */
    public static List<Network> all(String property, List<String> cidrs) {
        try {
            return cidrs.stream().map(Network::of).toList();
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(property + ": " + malformed.getMessage(), malformed);
        }
    }

    boolean contains(byte[] address) {
        return address.length == base.length && Arrays.equals(masked(address, prefix), base);
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] masked = address.clone();
        for (int bit = prefix; bit < masked.length * 8; bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return masked;
    }

    private static IllegalArgumentException malformed(String cidr) {
        return new IllegalArgumentException(
                "not a network: " + cidr + "; write its first address and its prefix length, such as 10.20.0.0/16");
    }
}
