package dev.grantkeeper.worker.vault;

import io.grpc.NameResolverRegistry;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.grpc.api.ChannelBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcClientConfiguration;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Lets the channel that Quarkus builds lead to every configured vault. */
@Singleton
class VaultChannel implements ChannelBuilderCustomizer<NettyChannelBuilder> {
    /** What fails for want of a vault is tried again at once, which is at another if there is one (gRFC A6). */
    private static final Map<String, Object> RETRIES = Map.of(
            "name",
            List.of(Map.of()),
            "retryPolicy",
            Map.of(
                    "maxAttempts",
                    3.0,
                    "initialBackoff",
                    "0.05s",
                    "maxBackoff",
                    "0.2s",
                    "backoffMultiplier",
                    2.0,
                    "retryableStatusCodes",
                    List.of("UNAVAILABLE")));

    private final VaultResolver.Provider resolvers;

    VaultChannel(VaultConfig config) {
        resolvers = new VaultResolver.Provider(config.addresses());
    }

    @Override
    public Map<String, Object> customize(String name, GrpcClientConfiguration config, NettyChannelBuilder builder) {
        NameResolverRegistry.getDefaultRegistry().register(resolvers);
        return Map.of("methodConfig", List.of(RETRIES));
    }

    @PreDestroy
    void leave() {
        NameResolverRegistry.getDefaultRegistry().deregister(resolvers);
    }
}
