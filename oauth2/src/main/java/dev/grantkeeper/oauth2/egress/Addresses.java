package dev.grantkeeper.oauth2.egress;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Finds the address to connect to, once, and checks it: a name that leads elsewhere when asked again is never asked again.
 * The names are resolved as every other of this process is (hosts file, search domains, cache), which Vert.x offers in its
 * internal interface only.
 */
final class Addresses {
    private final VertxInternal vertx;
    private final AddressRules rules;

    Addresses(Vertx vertx, AddressRules rules) {
        this.vertx = (VertxInternal) vertx;
        this.rules = rules;
    }

    /**
     * Fails with {@link AddressRefused} if any address of the host must not be called, and with something else if none is
     * found.
     */
    Future<SocketAddress> find(String host, int port) {
        return addresses(host).map(found -> {
            if (!found.stream().allMatch(rules::admits)) {
                throw new AddressRefused(HostSyntax.literal(host).isEmpty());
            }
            return SocketAddress.inetSocketAddress(new InetSocketAddress(nameless(found.get(0)), port));
        });
    }

    /** A proxy is told the name that an address carries. */
    private static InetAddress nameless(InetAddress found) {
        try {
            return InetAddress.getByAddress(found.getAddress());
        } catch (UnknownHostException notFourOrSixteenBytes) {
            throw new IllegalStateException(notFourOrSixteenBytes);
        }
    }

    /** Answers in the caller's context, and not in the resolver's: a response read in another one can be over before it is. */
    private Future<List<InetAddress>> addresses(String host) {
        ContextInternal caller = vertx.getOrCreateContext();
        Optional<InetAddress> literal = HostSyntax.literal(host);
        if (literal.isPresent()) {
            return caller.succeededFuture(List.of(literal.get()));
        }
        Promise<List<InetSocketAddress>> found = caller.promise();
        vertx.addressResolver().resolveHostnameAll(host, found);
        return found.future()
                .map(all -> all.stream().map(InetSocketAddress::getAddress).toList());
    }
}
