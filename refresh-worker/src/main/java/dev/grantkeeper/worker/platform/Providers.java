package dev.grantkeeper.worker.platform;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenClientOptions;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.egress.AddressRules;
import dev.grantkeeper.oauth2.egress.Network;
import dev.grantkeeper.worker.vault.ToIssuer;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** The clients that call token endpoints: of providers, and of the platform's own issuer. */
@ApplicationScoped
class Providers {
    @Produces
    @Singleton
    UrlPolicy urlPolicy(ProviderConfig config) {
        return config.loopbackHttp() ? UrlPolicy.LOOPBACK_HTTP : UrlPolicy.HTTPS_ONLY;
    }

    @Produces
    @Singleton
    TokenClient toProviders(Vertx vertx, ProviderConfig config, UrlPolicy urls, InstantSource clock) {
        var networks = Network.all(
                "grantkeeper.worker.provider.allowed-networks",
                config.allowedNetworks().orElse(List.of()));
        return new TokenClient(vertx, options(config, urls, TokenClientOptions.addressesFor(urls, networks)), clock);
    }

    @Produces
    @Singleton
    @ToIssuer
    TokenClient toIssuer(Vertx vertx, ProviderConfig config, UrlPolicy urls, InstantSource clock) {
        return new TokenClient(vertx, options(config, urls, AddressRules.ANYWHERE), clock);
    }

    private static TokenClientOptions options(ProviderConfig config, UrlPolicy urls, AddressRules addresses) {
        return new TokenClientOptions(
                urls,
                addresses,
                config.connectWithin(),
                config.answerWithin(),
                config.readFor(),
                config.maxBodyBytes(),
                config.maxConnections());
    }

    void close(@Disposes @Any TokenClient client) {
        client.close();
    }
}
