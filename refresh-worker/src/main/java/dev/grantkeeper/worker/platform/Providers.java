package dev.grantkeeper.worker.platform;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenClientOptions;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.egress.Network;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** The one client that calls token endpoints. */
@ApplicationScoped
class Providers {
    @Produces
    @Singleton
    UrlPolicy urlPolicy(ProviderConfig config) {
        return config.loopbackHttp() ? UrlPolicy.LOOPBACK_HTTP : UrlPolicy.HTTPS_ONLY;
    }

    @Produces
    @Singleton
    TokenClient tokenClient(Vertx vertx, ProviderConfig config, UrlPolicy urls, InstantSource clock) {
        var options = new TokenClientOptions(
                urls,
                networks(config.allowedNetworks().orElse(List.of())),
                config.connectWithin(),
                config.answerWithin(),
                config.readFor(),
                config.maxBodyBytes(),
                config.maxConnections());
        return new TokenClient(vertx, options, clock);
    }

    private static List<Network> networks(List<String> cidrs) {
        try {
            return cidrs.stream().map(Network::of).toList();
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "grantkeeper.worker.provider.allowed-networks: " + malformed.getMessage(), malformed);
        }
    }

    void close(@Disposes TokenClient client) {
        client.close();
    }
}
