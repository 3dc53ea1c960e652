package dev.grantkeeper.worker.vault;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Names every vault there is: each configured address, and for a host name each address that it stands for. Which of them
 * answers is for the channel to find out.
 */
final class VaultResolver extends NameResolver {
    private static final Logger LOG = Logger.getLogger(VaultResolver.class);

    private final List<VaultAddress> vaults;
    private final Args channel;
    private Listener2 listener;
    private boolean resolving;

    VaultResolver(List<VaultAddress> vaults, Args channel) {
        this.vaults = vaults;
        this.channel = channel;
    }

    @Override
    public String getServiceAuthority() {
        return vaults.get(0).toString();
    }

    @Override
    public void start(Listener2 listener) {
        this.listener = listener;
        refresh();
    }

    @Override
    public void refresh() {
        if (!resolving) {
            resolving = true;
            channel.getOffloadExecutor().execute(this::resolve);
        }
    }

    @Override
    public void shutdown() {}

    private void resolve() {
        var found = vaults.stream().flatMap(VaultResolver::resolved).toList();
        StatusOr<List<EquivalentAddressGroup>> addresses = found.isEmpty()
                ? StatusOr.fromStatus(Status.UNAVAILABLE.withDescription("no address of " + vaults))
                : StatusOr.fromValue(found);
        channel.getSynchronizationContext().execute(() -> {
            resolving = false;
            listener.onResult2(
                    ResolutionResult.newBuilder().setAddressesOrError(addresses).build());
        });
    }

    private static Stream<EquivalentAddressGroup> resolved(VaultAddress vault) {
        try {
            // Each vault shows a certificate for the name that it was configured under.
            var attributes = Attributes.newBuilder()
                    .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, vault.toString())
                    .build();
            return Arrays.stream(InetAddress.getAllByName(vault.host()))
                    .map(address ->
                            new EquivalentAddressGroup(new InetSocketAddress(address, vault.port()), attributes));
        } catch (UnknownHostException e) {
            LOG.debugf("%s does not resolve", vault.host());
            return Stream.empty();
        }
    }

    /** Answers to the name resolver {@code vaults}; what follows in the target is not looked at. */
    static final class Provider extends NameResolverProvider {
        private final List<VaultAddress> vaults;

        Provider(List<VaultAddress> vaults) {
            this.vaults = List.copyOf(vaults);
        }

        @Override
        public NameResolver newNameResolver(URI target, Args channel) {
            return getDefaultScheme().equals(target.getScheme()) ? new VaultResolver(vaults, channel) : null;
        }

        @Override
        public String getDefaultScheme() {
            return "vaults";
        }

        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return 5;
        }
    }
}
