package dev.grantkeeper.worker.vault;

import java.net.URI;

/** One {@code host:port} of {@code grantkeeper.worker.vault.addresses}; an IPv6 address stands in brackets. */
public record VaultAddress(String host, int port) {
    /** @throws IllegalArgumentException naming the property, if it is something else */
    public static VaultAddress of(String text) {
        try {
            var uri = URI.create("grpc://" + text.strip());
            var address = new VaultAddress(uri.getHost(), uri.getPort());
            if (address.port > 0 && address.toString().equals(text.strip())) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Told below, in our words.
        }
        throw new IllegalArgumentException(
                "grantkeeper.worker.vault.addresses must list host:port, separated by commas; found: " + text);
    }

    /** As the names in certificates are compared with it (RFC 3986 section 3.2). */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
