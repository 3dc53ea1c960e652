package dev.grantkeeper.worker.platform;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenClientOptions;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.egress.AddressRules;
import dev.grantkeeper.oauth2.egress.EgressProxy;
import dev.grantkeeper.oauth2.egress.Network;
import dev.grantkeeper.worker.vault.ToIssuer;
import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The clients that call token endpoints: of providers, and of the platform's own issuer. Made at start-up: settings that cannot
 * be used stop the worker.
 */
@ApplicationScoped
class Providers {
    @ConfigMapping(prefix = "grantkeeper.worker.vault")
    interface IssuerConfig {
        /** Networks that the issuer may be in although they are not public; it may be anywhere unless this is stated. */
        Optional<List<String>> issuerNetworks();
    }

    @Produces
    @Singleton
    UrlPolicy urlPolicy(ProviderConfig config) {
        return config.loopbackHttp() ? UrlPolicy.LOOPBACK_HTTP : UrlPolicy.HTTPS_ONLY;
    }

    @Produces
    @Singleton
    @Startup
    TokenClient toProviders(
            Vertx vertx, ProviderConfig config, UrlPolicy urls, EgressMetrics metrics, InstantSource clock) {
        var networks = Network.all(
                "grantkeeper.worker.provider.allowed-networks",
                config.allowedNetworks().orElse(List.of()));
        var proxy = EgressProxy.of(
                "grantkeeper.worker.provider.proxy", config.proxy(), config.proxyUser(), config.proxyPassword());
        var options = options(config, urls, TokenClientOptions.addressesFor(urls, networks));
        return new TokenClient(vertx, options.through(proxy).telling(metrics.to("provider")), clock);
    }

    @Produces
    @Singleton
    @Startup
    @ToIssuer
    TokenClient toIssuer(
            Vertx vertx,
            ProviderConfig config,
            IssuerConfig issuer,
            UrlPolicy urls,
            EgressMetrics metrics,
            InstantSource clock) {
        var addresses = issuer.issuerNetworks()
                .map(listed -> Network.all("grantkeeper.worker.vault.issuer-networks", listed))
                .map(networks -> TokenClientOptions.addressesFor(urls, networks))
                .orElse(AddressRules.ANYWHERE);
        return new TokenClient(vertx, options(config, urls, addresses).telling(metrics.to("issuer")), clock);
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
