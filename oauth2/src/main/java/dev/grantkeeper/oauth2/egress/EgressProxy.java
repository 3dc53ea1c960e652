package dev.grantkeeper.oauth2.egress;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy that tunnels ({@code CONNECT}, RFC 9110 section 9.3.6). It is told the checked address and no name, so that
 * it cannot be led elsewhere. Only the operator states it: its own address may be anywhere.
 */
public final class EgressProxy {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[^]]+]|[^:\\[\\]]+):(\\d{1,5})");
    private static final int HIGHEST_PORT = 65535;

    private final ProxyOptions options;

    private EgressProxy(ProxyOptions options) {
        this.options = options;
    }

    /**
     * @param property that states the address; with {@code -user} and {@code -password} after it, those of the other two
     * @param address {@code host:port}
     * @throws IllegalArgumentException naming the property that has to be changed
     */
    public static Optional<EgressProxy> of(
            String property, Optional<String> address, Optional<String> user, Optional<String> password) {
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException(
                    property + "-user and " + property + "-password belong together; state both, or none");
        }
        if (address.isEmpty() && user.isPresent()) {
            throw new IllegalArgumentException(property + " must be stated with " + property + "-user: host:port");
        }
        return address.map(stated -> {
            ProxyOptions options = at(property, stated);
            user.ifPresent(options::setUsername);
            password.ifPresent(options::setPassword);
            return new EgressProxy(options);
        });
    }

    private static ProxyOptions at(String property, String address) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches() || !HostSyntax.isPlain(parts.group(1))) {
            throw malformed(property);
        }
        int port = Integer.parseInt(parts.group(2));
        if (port < 1 || port > HIGHEST_PORT) {
            throw malformed(property);
        }
        return new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(parts.group(1).replaceAll("[\\[\\]]", ""))
                .setPort(port);
    }

    ProxyOptions options() {
        return options;
    }

    private static IllegalArgumentException malformed(String property) {
        return new IllegalArgumentException(property + " must be host:port, such as proxy.internal:3128");
    }
}
